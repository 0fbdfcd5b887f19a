import { runComponent } from '../component'
import { bindPort } from '../ports'
import { type HostOptions, startHost } from './host'

/** The host options that can be passed to another process as JSON. */
export type MainOptions = Omit<HostOptions, 'onLog' | 'clock' | 'onGiveUp'>

export interface MainInfo {
  port: number
  url: string
  key: string
  masterKey: string
}

// without its parent every other part ends too: nothing could be finished in order
process.on('disconnect', () => process.exit(1))

runComponent<MainOptions, MainInfo>(async (options, { fail }) => {
  const onGiveUp = ({ message }: Error) => fail(`The Functions host cannot start its worker again: ${message}.`)
  const host = await bindPort(options.port, (port) => startHost({ ...options, port, onGiveUp }))
  const { port, url, key, masterKey } = host
  return { info: { port, url, key, masterKey }, stop: () => host.stop() }
})
