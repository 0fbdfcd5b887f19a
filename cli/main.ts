import { connectFrom, connectionOptions, installationFrom } from './connection'
import { leaveSoon } from './leave'
import { createProgram } from './program'
import { runProgram, type Typed } from './usage'

/** Hints are typed as this was. */
const typed: Typed = (...words) =>
  [process.env.npm_lifecycle_event === 'cli' ? 'npm run cli --' : 'tenantpilot', ...words].join(' ')

const program = createProgram({
  typed,
  options: connectionOptions,
  connect: (options) => connectFrom(process.env, options),
  installation: (options) => installationFrom(process.env, options),
  leave: leaveSoon,
  serviceBus: () => process.env.TENANTPILOT_SERVICEBUS,
})

void runProgram(program, typed)
