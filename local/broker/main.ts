import { runComponent } from '../component'
import { type Broker, startBroker } from './broker'
import defaultConfig from './config.json'

/** What the broker's process is started with. */
export interface BrokerProcessOptions {
  port: number
  /** The path of a `Config.json`; without it, the project's own queues. */
  config?: string
}

/** What it answers when it is ready. */
export type BrokerInfo = Pick<Broker, 'port' | 'connectionString'>

runComponent<BrokerProcessOptions, BrokerInfo>(async ({ port, config = defaultConfig }) => {
  const broker = await startBroker({ port, config, log: (line) => console.log(line) })
  const { connectionString } = broker
  return { info: { port: broker.port, connectionString }, stop: () => broker.stop() }
})
