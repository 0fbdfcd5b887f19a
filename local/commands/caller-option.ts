import { Option } from 'commander'
import { demoCallerNames, type DemoCallerName } from '../simulator/entra/demo-callers'

/** `--as NAME`: who calls the API of the running stack. */
export const callerOption = (): Option =>
  new Option('--as <name>', 'who calls').choices(demoCallerNames).default('operator' satisfies DemoCallerName)
