-- Sends each request of a file once; before each stands a line with its length in bytes as the second word.
-- wrk -s wrk.lua URL -- FILE. All requests are read before the clock starts.

local requests = {}
local position = 0
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  local file = io.open(args[1], "rb")
  for line in function() return file:read("*l") end do
    requests[#requests + 1] = file:read(tonumber(line:match("^%S+ (%d+)$")))
  end
  file:close()
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
