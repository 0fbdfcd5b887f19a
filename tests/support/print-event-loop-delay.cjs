// Loaded into a worker process: prints the longest delay of its event loop so far, in milliseconds, when it grows.
const { monitorEventLoopDelay } = require('node:perf_hooks')

const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
let printed = 0
setInterval(() => {
  if (delay.max <= printed) return
  printed = delay.max
  console.log(JSON.stringify({ event: 'event_loop_delay', maxMs: Math.round(delay.max / 1e6) }))
}, 50).unref()
