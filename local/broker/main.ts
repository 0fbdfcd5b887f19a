import { runComponent } from '../component'
import { bindPort } from '../ports'
import { type Broker, startBroker } from './broker'
import defaultConfig from './config.json'

/** The options of the broker process. */
export interface BrokerProcessOptions {
  /** The preferred port: another one when it is taken. */
  port: number
  /** Path of a `Config.json`; default: the queues of this project. */
  config?: string
}

/** What the broker process reports when it is ready. */
export type BrokerInfo = Pick<Broker, 'port' | 'connectionString' | 'certificate'>

runComponent<BrokerProcessOptions, BrokerInfo>(async ({ port, config = defaultConfig }) => {
  const broker = await bindPort(port, (on) => startBroker({ port: on, config, log: (line) => console.log(line) }))
  const { port: on, connectionString, certificate } = broker
  return { info: { port: on, connectionString, certificate }, stop: () => broker.stop() }
})
