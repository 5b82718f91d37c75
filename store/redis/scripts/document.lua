-- What receive.lua and write.lua have in common; it stands before both.
--
-- KEYS  1 documents  2 names  3 due
--
-- A packed document is: version (8 bytes, big end first), place, body.
-- Its place is: length of the queue (1 byte), queue, due (8 bytes, big end
-- first). One that is in no queue, or due at 0, is not in the index of the due.

local documents, names, due = KEYS[1], KEYS[2], KEYS[3]
local first = '\0\0\0\0\0\0\0\1' -- version 1
local never = '\0\0\0\0\0\0\0\0' -- due at 0

local function version(packed)
  return struct.unpack('>I8', packed)
end

-- The place of a packed document, and its body.
local function parts(packed)
  local last = 8 + 1 + (string.byte(packed, 9) or 0) + 8
  if #packed < last then error('a document is broken') end
  return string.sub(packed, 9, last), string.sub(packed, last + 1)
end

local function waits(place)
  return string.byte(place) > 0 and string.sub(place, -8) ~= never
end

-- Writes a document over the packed one that was found (false for none).
local function put(key, found, place, body)
  if found then
    local old = parts(found)
    redis.call('HSET', documents, key, struct.pack('>I8', version(found) + 1) .. place .. body)
    if old == place then return end
    if waits(old) then redis.call('ZREM', due, old .. key) end
  else
    redis.call('ZADD', names, 0, key)
    redis.call('HSET', documents, key, first .. place .. body)
  end
  if waits(place) then redis.call('ZADD', due, 0, place .. key) end
end

local function delete(key)
  local found = redis.call('HGET', documents, key)
  if not found then return end
  local old = parts(found)
  redis.call('HDEL', documents, key)
  redis.call('ZREM', names, key)
  if waits(old) then redis.call('ZREM', due, old .. key) end
end
