"""The scripts that the server runs, so that a write is whole and a question is answered at one moment.

All keys of a scope begin with the same prefix, whose part in braces has a cluster keep them together:

* ``PREFIX:KIND`` is a hash of contents by key; ``PREFIX:KIND:lookups`` one of the lookups that lead to a key.
* ``PREFIX:KIND:order`` is a sorted set of keys by their place; so is ``PREFIX:KIND:by:FIELD:VALUE`` for each lookup.
* ``PREFIX:sequence`` is the last place, ``PREFIX:rows`` and ``PREFIX:bytes`` how much there is of each kind.
"""

#: Arguments: the number of expectations and for each kind, key, whether there is a row, content; the number of what is
#: removed and for each kind, key; the number of rows and for each kind, key, content, whether it stays, the number of
#: its lookups, the lookups. Gives 0, and has changed nothing, if an expectation does not hold.
WRITE = """
local prefix, at = KEYS[1], 0
local function take() at = at + 1; return ARGV[at] end
local function remove(kind, key)
  local rows = prefix .. ':' .. kind
  local size = redis.call('HSTRLEN', rows, key)
  local place = redis.call('ZSCORE', rows .. ':order', key)
  if not place then return false end
  for lookup in string.gmatch(redis.call('HGET', rows .. ':lookups', key), '[^\\n]+') do
    redis.call('ZREM', rows .. ':by:' .. lookup, key)
  end
  redis.call('HDEL', rows, key)
  redis.call('HDEL', rows .. ':lookups', key)
  redis.call('ZREM', rows .. ':order', key)
  redis.call('HINCRBY', prefix .. ':rows', kind, -1)
  redis.call('HINCRBY', prefix .. ':bytes', kind, -size)
  return place
end
for _ = 1, tonumber(take()) do
  local kind, key, there, content = take(), take(), take(), take()
  local now = redis.call('HGET', prefix .. ':' .. kind, key)
  if there == '1' and now ~= content or there == '0' and now then return 0 end
end
for _ = 1, tonumber(take()) do
  local kind, key = take(), take()
  remove(kind, key)
end
for _ = 1, tonumber(take()) do
  local kind, key, content, stays, count = take(), take(), take(), take(), tonumber(take())
  local before = remove(kind, key)
  local place = stays == '1' and before or redis.call('INCR', prefix .. ':sequence')
  local rows, lookups = prefix .. ':' .. kind, {}
  for number = 1, count do
    lookups[number] = take()
    redis.call('ZADD', rows .. ':by:' .. lookups[number], place, key)
  end
  redis.call('HSET', rows, key, content)
  redis.call('HSET', rows .. ':lookups', key, table.concat(lookups, '\\n'))
  redis.call('ZADD', rows .. ':order', place, key)
  redis.call('HINCRBY', prefix .. ':rows', kind, 1)
  redis.call('HINCRBY', prefix .. ':bytes', kind, #content)
end
return 1
"""

#: Arguments: kind, ZRANGE or ZREVRANGE, first and last place (-1 is the last of all), and what comes after the kind in
#: the names of the sorted sets that keys have to be in, whose first one gives their order. Gives keys and contents.
FIND = """
local rows, order, first, last = KEYS[1] .. ':' .. ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local keys, contents = {}, {}
if #ARGV == 5 then
  keys = redis.call(order, rows .. ARGV[5], first, last)
else
  local place = 0
  for _, key in ipairs(redis.call(order, rows .. ARGV[5], 0, -1)) do
    local everywhere = true
    for number = 6, #ARGV do
      everywhere = everywhere and redis.call('ZSCORE', rows .. ARGV[number], key)
    end
    if everywhere then
      if place >= first then keys[#keys + 1] = key end
      if place == last then break end
      place = place + 1
    end
  end
end
for number, key in ipairs(keys) do contents[number] = redis.call('HGET', rows, key) end
return {keys, contents}
"""
