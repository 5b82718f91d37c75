-- Checks versions, then puts and deletes documents: all or nothing.
--
-- KEYS  1 documents  2 names  3 due
-- ARGV  1 number of checks  2 number of puts, and then
--       for each check    key, version (0 for absent)
--       for each put      key, place, body
--       for each delete   key
-- Returns 0 when all was written, or the number of the first check that did
-- not hold, from 1, when nothing was.

local checks, puts = tonumber(ARGV[1]), tonumber(ARGV[2])
local firstPut = 3 + 2 * checks
local firstDelete = firstPut + 3 * puts

for n = 1, checks do
  local found = redis.call('HGET', documents, ARGV[1 + 2 * n])
  if (found and version(found) or 0) ~= tonumber(ARGV[2 + 2 * n]) then return n end
end

-- One that is broken fails here, before anything is written.
local function read(key)
  local found = redis.call('HGET', documents, key)
  if found then parts(found) end
end
for n = firstPut, firstDelete - 1, 3 do read(ARGV[n]) end
for n = firstDelete, #ARGV do read(ARGV[n]) end

for n = firstPut, firstDelete - 1, 3 do
  put(ARGV[n], redis.call('HGET', documents, ARGV[n]), ARGV[n + 1], ARGV[n + 2])
end
for n = firstDelete, #ARGV do delete(ARGV[n]) end
return 0
