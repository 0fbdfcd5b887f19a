import { Argument, Command, Option } from 'commander'
import { readPlace } from '../dlq/access'
import { confirmTyped } from '../confirm'
import { type DeadLetters, openDeadLetters } from '../dlq/dead-letters'
import { addFilters, readLimit, readSequence } from '../dlq/filters'
import { list } from '../dlq/list'
import { queueNames } from '../dlq/queue-names'
import { type Job, settleChosen, type SettleFlags } from '../dlq/settle-chosen'
import { show } from '../dlq/show'
import type { Api } from '../http'
import { type ConnectionOptions, ofNoTenant, type Outside } from '../outside'
import { explained, plainCodes, UsageError } from '../usage'

/** What every command of dead letters understands. */
interface DlqOptions extends ConnectionOptions {
  queue?: string
}

/** `dlq list|show|resend|purge`: looks into the dead-letter queues, sends messages again, removes them. */
export function dlqCommand(anywhere: Outside): Command {
  // messages belong to no tenant
  const outside = ofNoTenant(anywhere)
  const command = new Command('dlq')
    .description(
      'Looks into the dead letters, sends them again, removes them. Goes to Service Bus (TENANTPILOT_SERVICEBUS: NAME.servicebus.windows.net, as who is signed in with the Azure CLI), and asks the API for the runs.',
    )
    .addCommand(listCommand(outside))
    .addCommand(showCommand(outside))
    .addCommand(resendCommand(outside))
    .addCommand(purgeCommand(outside))
  return explained(command, plainCodes, outside.typed('dlq', 'list'))
}

function listCommand(outside: Outside): Command {
  const command = new Command('list')
    .description('Counts the dead letters by operation and code. Takes none: their delivery counts stay.')
    .addOption(new Option('--csv', 'prints the messages as CSV').conflicts('json'))
    .option('--limit <n>', 'looks at so many of a queue, the oldest first', readLimit)
  addConnection(command, outside)
  return explained(command, plainCodes, outside.typed('dlq', 'list', '--csv')).action(
    async (_options, command: Command) => {
      const options = command.optsWithGlobals<DlqOptions & { limit?: number; csv?: true }>()
      await withQueues(outside, options, (queues) => list(queues, connecting(outside, options), options))
    },
  )
}

function showCommand(outside: Outside): Command {
  const command = new Command('show')
    .description('Shows a dead letter: why it is one, its body, its run.')
    .addArgument(new Argument('<sequence>', 'its sequence number').argParser(readSequence))
  addConnection(command, outside)
  return explained(command, plainCodes, outside.typed('dlq', 'show', '4711')).action(
    async (sequence: string, _options, command: Command) => {
      const options = command.optsWithGlobals<DlqOptions>()
      await withQueues(outside, options, (queues) => show(queues, sequence, connecting(outside, options), options))
    },
  )
}

const settledCodes = '0 done, 3 done in part, 1 failed, 2 wrong usage, 130 interrupted'

function resendCommand(outside: Outside): Command {
  const command = new Command('resend')
    .description(
      'Says which dead letters would be sent again; with --yes sends them. Each is locked, a copy with a new id is sent, and then it is removed: what breaks in between leaves two, never none, and a run takes up the second only where the first was not enough. Others are locked for the time and given back, by which their delivery count may rise. What is no message of ours is sent only where --sequence names it.',
    )
    .option('--yes', 'sends them')
  return settling(command, outside, () => ({
    name: 'resend',
    participle: 'sent again',
    unreadableToo: false,
    work: (deadLetters, chosen, options) => deadLetters.resend(chosen, options),
  }))
}

function purgeCommand(outside: Outside): Command {
  const command = new Command('purge')
    .description(
      'Says which dead letters would be removed; with --yes asks to type what, and removes them for ever. What is no message of ours is among them. Others may be given back, as by resend.',
    )
    .option('--yes', 'removes them, once "purge <queue> <count>" is typed')
    .option('--confirm <text>', 'what would be typed, where there is no terminal')
  return settling<SettleFlags & { confirm?: string }>(command, outside, (flags) => ({
    name: 'purge',
    participle: 'removed',
    unreadableToo: true,
    work: (deadLetters, chosen, options) => deadLetters.remove(chosen, options),
    confirm: (queue, count) => confirmTyped(`purge ${queue} ${count}`, 'Removing cannot be undone.', flags.confirm),
  }))
}

/** Adds the options that say which queue, which API, and how it prints. */
function addConnection(command: Command, { options }: Outside): void {
  command.option(
    '--queue <name>',
    'the queue: intune-sync-queue, intune-operations-queue or as SYNC_QUEUE and INTERACTIVE_QUEUE say',
  )
  for (const option of options) if (option.long !== '--json') command.addOption(option)
  command.option('--json', 'prints one JSON object a line, and nothing else')
}

/** Makes a command on chosen dead letters of one queue: sequence numbers count in each queue by itself. */
function settling<Flags extends SettleFlags>(
  command: Command,
  outside: Outside,
  jobOf: (flags: Flags) => Job,
): Command {
  addFilters(command)
  addConnection(command, outside)
  const example = outside.typed('dlq', command.name(), '--queue', 'intune-sync-queue', '--code', 'internal.bug')
  return explained(command, settledCodes, example).action(async (_options, command: Command) => {
    const options = command.optsWithGlobals<DlqOptions & Flags>()
    if (options.queue === undefined)
      throw new UsageError(`Which queue? Give --queue; "${outside.typed('dlq', 'list')}" names them.`)
    process.exitCode = await withQueues(outside, options, ([deadLetters]) =>
      settleChosen(outside, deadLetters!, connecting(outside, options), jobOf(options), options),
    )
  })
}

const connecting = (outside: Outside, options: ConnectionOptions) => (): Api => outside.connect(options)

/** Opens the queues that are meant, and closes them after the work. */
async function withQueues<T>(
  outside: Outside,
  options: DlqOptions,
  work: (queues: readonly DeadLetters[]) => Promise<T>,
): Promise<T> {
  const place = readPlace(outside.serviceBus?.())
  const names = options.queue === undefined ? queueNames(process.env) : [options.queue]
  for (const name of names)
    if (!/^[\w./-]{1,260}$/.test(name)) throw new UsageError('No queue can be named so (--queue).')
  const queues = await Promise.all(names.map((name) => openDeadLetters(place, name)))
  return work(queues).finally(() => Promise.all(queues.map((each) => each.close())))
}
