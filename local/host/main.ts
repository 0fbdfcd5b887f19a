import { runComponent } from '../component'
import { type HostOptions, startHost } from './host'

/** The host options that can be passed to another process as JSON. */
export type MainOptions = Omit<HostOptions, 'onLog' | 'clock' | 'onGiveUp'>

export interface MainInfo {
  port: number
  url: string
  key: string
  masterKey: string
}

// the real host drains on Ctrl-C as on SIGTERM: .NET's console lifetime takes both for the same
runComponent<MainOptions, MainInfo>(
  async (options) => {
    const host = await startHost({ ...options, onGiveUp: () => process.exit(1) })
    const { port, url, key, masterKey } = host
    return { info: { port, url, key, masterKey }, stop: () => host.stop() }
  },
  { stopsOnInterrupt: true },
)
