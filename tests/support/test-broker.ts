import { join } from 'node:path'
import { type Broker, startBroker } from '../../local/broker/broker'
import type { Clock } from '../../local/clock'
import { openEmulator } from './emulator/emulator'

/** What tests need of a queue service with the queues of this project: our broker's, or the emulator's. */
export interface TestBroker extends Pick<
  Broker,
  'port' | 'connectionString' | 'pause' | 'resume' | 'stop' | 'setStatus'
> {
  /** Counts the messages of a queue. `locked` is 0 with the emulator, which counts such messages as active. */
  queue(name: string): Promise<ReturnType<Broker['queue']>>
}

/** Where `SERVICE_BUS` is `emulator`, tests use what listens at `SERVICE_BUS_CONNECTION` instead of a broker of their own. */
export const usesEmulator = process.env.SERVICE_BUS === 'emulator'

/** Starts a broker with empty queues, or empties those of the emulator. Throws for a clock where that has its own. */
export async function startTestBroker({ clock }: { clock?: Clock } = {}): Promise<TestBroker> {
  if (usesEmulator) {
    if (clock) throw new Error('The emulator has its own clock: put the test under "clock" in emulator/differences.ts.')
    return openEmulator()
  }
  const config = join(__dirname, '../../local/broker/config.json')
  const broker = await startBroker({ port: 0, config, ...(clock ? { clock } : {}) })
  return { ...broker, queue: async (name) => broker.queue(name) }
}
