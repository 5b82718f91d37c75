-- Checks versions, then puts and deletes documents: all or nothing.
--
-- KEYS  1 documents  2 names  3 due
-- ARGV  1 number of checks  2 number of puts, and then
--       for each check    key, version (0 for absent)
--       for each put      key, place, body
--       for each delete   key
-- Returns 0 when all was written, or the number of the first check that did
-- not hold, from 1, when nothing was.

local next = 3

for n = 1, tonumber(ARGV[1]) do
  local found = redis.call('HGET', documents, ARGV[next])
  if (found and version(found) or 0) ~= tonumber(ARGV[next + 1]) then return n end
  next = next + 2
end

for _ = 1, tonumber(ARGV[2]) do
  local key = ARGV[next]
  put(key, redis.call('HGET', documents, key), ARGV[next + 1], ARGV[next + 2])
  next = next + 3
end

for n = next, #ARGV do
  delete(ARGV[n])
end
return 0
