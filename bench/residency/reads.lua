-- wrk -s reads.lua URL -- FILE: the requests of FILE in turn, a line each: path, a tab, cookies.
local asked, at = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local path, cookie = line:match("^(.-)\t(.*)$")
    local headers = { ["Cookie"] = cookie, ["X-Forwarded-For"] = "8.8.8.8" }
    asked[#asked + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  at = at % #asked + 1
  return asked[at]
end
