-- Reads the documents of a stretch of an index, in its order.
--
-- KEYS  1 the index  2 documents
-- ARGV  1 from  2 to (as ZRANGEBYLEX has them)  3 how many at most
--       4 how many bytes of a member stand before the key
-- Returns member, packed document, member, packed document ...

local out = {}
for _, member in ipairs(redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])) do
  out[#out + 1] = member
  out[#out + 1] = redis.call('HGET', KEYS[2], string.sub(member, ARGV[4] + 1))
end
return out
