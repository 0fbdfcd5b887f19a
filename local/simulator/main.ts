import { runComponent } from '../component'
import { bindPort } from '../ports'
import type { SimulatorOptions } from './options'
import { type Simulator, startSimulator } from './simulator'

/** The options that can be passed to another process as JSON. */
export type SimulatorProcessOptions = Omit<SimulatorOptions, 'clock' | 'log' | 'collections'>
export type SimulatorInfo = Omit<Simulator, 'manifest' | 'control' | 'azure' | 'apiToken' | 'idToken' | 'stop'>

runComponent<SimulatorProcessOptions, SimulatorInfo>(async (options) => {
  const {
    manifest: _manifest,
    control: _control,
    azure: _azure,
    apiToken: _apiToken,
    idToken: _idToken,
    stop,
    ...info
  } = await bindPort(options.port, (port) => startSimulator({ ...options, port }))
  return { info, stop }
})
