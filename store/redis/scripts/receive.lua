-- Receives one inbound item, once.
--
-- KEYS  1 documents  2 names  3 due  4 seen  5 sequence
-- ARGV  1 id (16 bytes)  2 time of receipt  3 key of the inbox  4 its place
--       5 1 if urgent  6 body of the item
-- Returns 1 when the item was written, 0 when its id was seen before.

local seen, sequence = KEYS[4], KEYS[5]
local inbox, place, body = ARGV[3], ARGV[4], ARGV[6]

if redis.call('ZSCORE', seen, ARGV[1]) then return 0 end

local found = redis.call('HGET', documents, inbox)
local words = ''
if found then
  local new = place
  place, words = parts(found)
  -- Urgent: the queue stays, the due time is the item's.
  if ARGV[5] == '1' then place = string.sub(place, 1, -9) .. string.sub(new, -8) end
end

-- A number whose key is occupied (documents may have been put back from a
-- backup) is passed over.
local key
repeat
  key = inbox .. string.format('/%016x', redis.call('INCR', sequence))
until redis.call('ZADD', names, 0, key) == 1
redis.call('HSET', documents, key, first .. '\0' .. never .. body)
put(inbox, found, place, words)
redis.call('ZADD', seen, ARGV[2], ARGV[1])
return 1
