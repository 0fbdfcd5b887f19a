import { readFile } from 'node:fs/promises'
import { runComponent } from '../component'
import { certificates } from '../simulator/certificates'
import { bindPort } from '../ports'
import { type Broker, startBroker } from './broker'
import type { Certificate } from './certificate'
import defaultConfig from './config.json'

/** The options of the broker process. */
export interface BrokerProcessOptions {
  /** The preferred port: another one when it is taken. */
  port: number
  /** Path of a `Config.json`; default: the queues of this project. */
  config?: string
  /** The folder with the certificate that its clients trust. Default: one that is signed by itself. */
  certificates?: string
  /** Checks the tokens of Entra. Default: none is taken. */
  publicKey?: string
}

/** What the broker process reports when it is ready. */
export type BrokerInfo = Pick<Broker, 'port' | 'connectionString' | 'certificate'>

runComponent<BrokerProcessOptions, BrokerInfo>(async ({ port, config = defaultConfig, publicKey, ...given }) => {
  const certificate = given.certificates === undefined ? {} : { certificate: await signed(given.certificates) }
  const log = (line: string) => console.log(line)
  const options = { config, log, ...certificate, ...(publicKey === undefined ? {} : { publicKey }) }
  const broker = await bindPort(port, (on) => startBroker({ port: on, ...options }))
  const { port: on, connectionString, certificate: pem } = broker
  return { info: { port: on, connectionString, certificate: pem }, stop: () => broker.stop() }
})

async function signed(folder: string): Promise<Certificate> {
  const { caFile, cert, key } = await certificates(folder)
  return { cert, key, authority: await readFile(caFile, 'utf8') }
}
