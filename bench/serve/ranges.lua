-- wrk -s ranges.lua URL -- PATH SIZE: byte ranges of 0.5 to 1 MB all over one file, as a player's segments.
local path, size, at = "", 0, 0

function init(args)
  path, size = args[1], tonumber(args[2])
end

function request()
  at = at + 1
  local length = 500000 + (at * 104729) % 500000
  local first = (at * 611953) % math.max(1, size - length)
  local range = string.format("bytes=%d-%d", first, math.min(size, first + length) - 1)
  return wrk.format("GET", path, { ["Range"] = range })
end
