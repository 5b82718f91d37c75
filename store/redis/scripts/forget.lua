-- Forgets the oldest inbound ids.
--
-- KEYS  1 seen
-- ARGV  1 only those received before this time  2 how many at most
-- Returns how many were forgotten.

local n = math.min(redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. ARGV[1]), tonumber(ARGV[2]))
if n > 0 then redis.call('ZREMRANGEBYRANK', KEYS[1], 0, n - 1) end
return n
