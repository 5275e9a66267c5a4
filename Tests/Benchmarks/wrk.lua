-- Sends each line of a file of signed events once: signature, villager and body, with a tab between.
-- wrk -s wrk.lua URL -- FILE FIRST COUNT. All requests are made before the clock starts.

local requests = {}
local position = 0
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  local first, count = tonumber(args[2]), tonumber(args[3])
  local line = 0
  for text in io.lines(args[1]) do
    if line >= first and line < first + count then
      local signature, _, body = text:match("^([^\t]*)\t([^\t]*)\t(.*)$")
      local headers = { ["Content-Type"] = "application/json", ["X-ZEvent-Signature"] = signature }
      requests[#requests + 1] = wrk.format("POST", nil, headers, body)
    end
    line = line + 1
  end
  collectgarbage()
  -- What the process has spent until the clock starts.
  spent = os.clock()
end

-- No response(): wrk would make a table of all headers for each call of it.
function request()
  position = position + 1
  -- Past the end only copies would go out, which cost less: the run ends.
  if position > #requests then wrk.thread:stop() end
  return requests[position] or requests[#requests]
end

function done(summary, latency)
  local spent = 0
  for _, thread in ipairs(threads) do spent = thread:get("spent") end
  io.write(string.format(
    'JSON {"seconds": %f, "answered": %d, "others": %d, "errors": %d, "p50": %d, "p99": %d, "p99.9": %d, "max": %d, "cpu": %f}\n',
    summary.duration / 1e6, summary.requests - summary.errors.status, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max, os.clock() - spent))
end
