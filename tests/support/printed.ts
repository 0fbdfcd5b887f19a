import { ServiceBusClient } from '@azure/service-bus'
import Long from 'long'
import { connectionOptions } from '../../cli/connection'
import type { Answer, Backend } from './backend'
import { typeCommand } from './typed'

/** What the command line prints of all that there is, in each of its forms, and when it is refused. */
export async function printed(backend: Backend, runs: readonly Answer[]): Promise<string> {
  const sequence = await firstDeadLetter(backend)
  const ofRuns = runs.flatMap(({ runId }) => ['show', 'items', 'events'].map((what) => ['runs', what, runId as string]))
  const commands = [
    ...ofRuns,
    ['runs', 'list', '--all'],
    ['settings', 'hush'],
    ['settings', '--limit', '500'],
    ['policies', '--limit', '500'],
    ['notifications', 'list', '--limit', '500'],
    ['grants', 'list'],
    ['tenants', 'list'],
    ['dlq', 'list'],
    ['dlq', 'show', sequence],
  ]
  const said: string[] = []
  for (const words of commands)
    for (const form of [[], ['--json'], ...(words.includes('show') ? [] : [['--csv']])])
      for (const as of ['owner', 'stranger'] as const) said.push(await typeAs(backend, as, [...words, ...form]))
  said.push(await typeAs(backend, 'operations', ['doctor']), await typeAs(backend, 'owner', ['doctor', '--json']))
  const all = said.join('\n')
  for (const there of ['Wi-Fi', 'graph.auth.invalid_client', 'no message of ours', 'worker health', 'access.denied'])
    expect(all).toContain(there)
  return all
}

async function firstDeadLetter({ broker }: Backend): Promise<string> {
  const client = new ServiceBusClient(broker.connectionString)
  const dead = client.createReceiver('intune-sync-queue', { subQueueType: 'deadLetter' })
  const [letter] = await dead.peekMessages(1, { fromSequenceNumber: Long.ONE })
  await client.close()
  return letter!.sequenceNumber!.toString()
}

async function typeAs(backend: Backend, as: 'owner' | 'stranger' | 'operations', words: string[]): Promise<string> {
  const { host, database, broker } = backend
  const token = () => Promise.resolve(backend.tokenOf(as).authorization.replace('Bearer ', ''))
  const { said } = await typeCommand(words, {
    typed: (...typed) => typed.join(' '),
    options: connectionOptions,
    connect: () => ({ url: host.url, tenantId: database.tenant.externalId, token }),
    serviceBus: () => broker.connectionString,
  })
  return said
}
