import { Command, InvalidArgumentError } from 'commander'
import { callControlApi } from '../simulator/control-client'
import { addAzureCommands } from './sim-azure'
import { faultHelp, faultKind } from './fault-kinds'
import { permission } from './permissions'
import { wholeNumber } from './simulator-options'
import { readStackFile } from './stack-file'
import { UsageError } from '../../cli/usage'

/** `npm run sim`: adds faults to the simulated Graph and changes its data. */
export function simCommand(): Command {
  const command = new Command('sim').description('Controls the simulated Entra and Graph of the running stack.')
  command
    .command('fault')
    .description('Makes requests to Graph fail: the next one, or as many as the options say.')
    .argument('<kind>', 'a status or a kind of the list below', faultKind)
    .option('--for <time>', 'duration, such as 30s or 2m', duration)
    .option('--count <n>', 'number of requests to hit', wholeNumber)
    .option('--match <regex>', 'only paths that match')
    .option('--retry-after <s>', 'Retry-After of a 429; without it, no header', wholeNumber)
    .option('--skip <n>', 'number of matching requests to let through first', wholeNumber)
    .option('--in-batch', 'only requests inside a $batch')
    .addHelpText('after', faultHelp)
    .action(async (what: object, options: FaultOptions) => {
      const { for: forMs, ...rest } = options
      await callAndPrint('POST', 'faults', { ...what, ...rest, ...(forMs === undefined ? {} : { forMs }) })
    })
  command
    .command('clear')
    .description('Removes all faults.')
    .action(() => callAndPrint('DELETE', 'faults'))
  command
    .command('faults')
    .description('Lists the active faults.')
    .action(() => callAndPrint('GET', 'faults'))
  command
    .command('stats')
    .description('Prints the request counts since the start.')
    .action(() => callAndPrint('GET', 'stats'))
  command
    .command('secret')
    .description('Sets the state of the client secret: ok, wrong or expired.')
    .argument('<state>')
    .action((state: string) => callAndPrint('POST', 'secret', { state }))
  command
    .command('sign-in')
    .description('Says which account of a tenant signs in in a browser: global, intune or user.')
    .argument('<account>')
    .action((as: string) => callAndPrint('POST', 'sign-in', { as }))
  command
    .command('licence')
    .description('Sets whether the tenant has a licence for a collection.')
    .argument('<collection>')
    .argument('<state>', 'on or off', onOff)
    .action((collection: string, licensed: boolean) =>
      callAndPrint('POST', 'licence', { tenant: tenant(), collection, licensed }),
    )
  command
    .command('roles')
    .description('Sets the consented application permissions; existing tokens keep theirs.')
    .argument('[roles...]', 'names of permissions', permission, [])
    .option('--none', 'takes all permissions away')
    .option('--after <time>', 'new tokens have them only then, as with Entra, where it takes minutes', duration)
    .action((roles: string[], { none, after }: { none?: true; after?: number }) => {
      if (roles.length === 0 && !none)
        throw new UsageError(
          'Which permissions? For example "npm run sim -- roles DeviceManagementConfiguration.Read.All GroupMember.Read.All"; --none takes all away.',
        )
      if (roles.length > 0 && none) throw new UsageError('Permissions together with --none: give one of both.')
      return callAndPrint('POST', 'roles', { tenant: tenant(), roles, ...(after !== undefined && { afterMs: after }) })
    })
  for (const [name, path] of [
    ['group', 'groups'],
    ['filter', 'filters'],
  ] as const)
    command
      .command(name)
      .description(`Names a ${name} of the directory; without a name, deletes it.`)
      .argument('<id>')
      .argument('[name]')
      .action((id: string, displayName?: string) =>
        callAndPrint('POST', path, { tenant: tenant(), id, displayName: displayName ?? null }),
      )
  command
    .command('behave')
    .description(
      'Changes one of emptyPages, shuffle, ignoreTop, latencyMs (of every answer, also of Entra), throttle, tokenSeconds.',
    )
    .argument('<name>')
    .argument('<value>', 'JSON, or plain text')
    .action((name: string, value: string) => callAndPrint('PATCH', 'behaviour', { [name]: jsonOrText(value) }))
  command
    .command('rotate')
    .description(
      'Signs the tokens of the API with a new key; those of the key before count until the next time. The API reads keys at most every 30 s, and refuses new tokens until then.',
    )
    .action(() => callAndPrint('POST', 'signing-keys/rotate'))
  command
    .command('expire')
    .description('Invalidates all existing skip tokens.')
    .action(() => callAndPrint('DELETE', 'skiptokens'))
  command
    .command('list')
    .description('Lists the policies of a collection.')
    .argument('<collection>')
    .action((collection: string) => callAndPrint('GET', `tenants/${tenant()}/${collection}`))
  command
    .command('delete')
    .description('Deletes one policy.')
    .argument('<collection>')
    .argument('<id>')
    .action((collection: string, id: string) => callAndPrint('DELETE', `tenants/${tenant()}/${collection}/${id}`))
  command
    .command('set')
    .description(
      'Changes one setting of a policy. Its path is `settingPath` of "npm run settings -- WORD --json"; "sim list" has the ids.',
    )
    .argument('<collection>')
    .argument('<id>')
    .argument('<path>')
    .argument('<value>', 'JSON, or plain text')
    .action((collection: string, id: string, path: string, value: string) =>
      callAndPrint('POST', `tenants/${tenant()}/${collection}/${id}/setting`, { path, value: jsonOrText(value) }),
    )
  addAzureCommands(command, callAndPrint)
  return command
}

interface FaultOptions {
  for?: number
  count?: number
  match?: string
  retryAfter?: number
  skip?: number
  inBatch?: true
}

function onOff(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new InvalidArgumentError('must be on or off')
  return text === 'on'
}

const tenant = () => readStackFile().tenant.entraTenantId

function duration(text: string): number {
  const [, number, unit = 's'] = /^(\d+)(ms|s|m)?$/.exec(text) ?? []
  if (!number) throw new InvalidArgumentError('must be a duration such as 30s, 500ms or 2m')
  return Number(number) * { ms: 1, s: 1000, m: 60_000 }[unit as 'ms' | 's' | 'm']
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Calls the control API of the running stack and prints the response. */
async function callAndPrint(method: string, path: string, body?: object): Promise<void> {
  console.log((await callControlApi(readStackFile().simulator, method, path, body)) || 'done')
}
