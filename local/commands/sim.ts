import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { Command, InvalidArgumentError } from 'commander'
import { readStackFile } from './stack-file'

/** `npm run sim`: makes the simulated Graph misbehave, and changes what it holds. */
export function simCommand(): Command {
  const command = new Command('sim').description('Steers the simulated Entra and Graph of the running stack.')
  command
    .command('fault')
    .description(
      '429, 500, 502, 503, 504, 403, 404, or drop, malformed, html, slow, empty, repeatedNextLink, foreignNextLink, movedPage, brokenPage, expiredSkipToken',
    )
    .argument('<kind>')
    .option('--for <time>', 'such as 30s or 2m', duration)
    .option('--count <n>', 'so many requests', Number)
    .option('--match <regex>', 'only paths that match')
    .option('--retry-after <s>', 'seconds told with a 429; none without', Number)
    .option('--skip <n>', 'lets so many matching requests pass first', Number)
    .option('--in-batch', 'only requests inside a $batch')
    .action(async (kind: string, options: FaultOptions) => {
      const what = /^\d+$/.test(kind) ? { kind: 'status', status: Number(kind) } : { kind }
      const { for: forMs, ...rest } = options
      await say('POST', 'faults', { ...what, ...rest, ...(forMs === undefined ? {} : { forMs }) })
    })
  command
    .command('clear')
    .description('Ends all faults.')
    .action(() => say('DELETE', 'faults'))
  command
    .command('faults')
    .description('Lists the faults in force.')
    .action(() => say('GET', 'faults'))
  command
    .command('stats')
    .description('What was asked since the start.')
    .action(() => say('GET', 'stats'))
  command
    .command('secret')
    .description('ok, wrong or expired')
    .argument('<state>')
    .action((state: string) => say('POST', 'secret', { state }))
  command
    .command('licence')
    .description('Whether the tenant may use a collection at all: on or off')
    .argument('<collection>')
    .argument('<state>', 'on or off', onOff)
    .action((collection: string, licensed: boolean) =>
      say('POST', 'licence', { tenant: tenant(), collection, licensed }),
    )
  command
    .command('roles')
    .description('The application permissions the tenant has consented to; tokens issued before keep theirs.')
    .argument('[roles...]')
    .action((roles: string[]) => say('POST', 'roles', { tenant: tenant(), roles }))
  for (const [name, path] of [
    ['group', 'groups'],
    ['filter', 'filters'],
  ] as const)
    command
      .command(name)
      .description(`Names a ${name} that assignments point at; without a name it is deleted.`)
      .argument('<id>')
      .argument('[name]')
      .action((id: string, displayName?: string) =>
        say('POST', path, { tenant: tenant(), id, displayName: displayName ?? null }),
      )
  command
    .command('behave')
    .description('Changes one of emptyPages, shuffle, ignoreTop, latencyMs, throttle, tokenSeconds.')
    .argument('<name>')
    .argument('<value>', 'JSON, or plain text')
    .action((name: string, value: string) => say('PATCH', 'behaviour', { [name]: jsonOrText(value) }))
  command
    .command('expire')
    .description('Ends all skip tokens given out before.')
    .action(() => say('DELETE', 'skiptokens'))
  command
    .command('list')
    .description('What a collection holds.')
    .argument('<collection>')
    .action((collection: string) => say('GET', `tenants/${tenant()}/${collection}`))
  command
    .command('delete')
    .description('Deletes one policy.')
    .argument('<collection>')
    .argument('<id>')
    .action((collection: string, id: string) => say('DELETE', `tenants/${tenant()}/${collection}/${id}`))
  command
    .command('set')
    .description('Changes one setting of a policy, by its path or definition id.')
    .argument('<collection>')
    .argument('<id>')
    .argument('<path>')
    .argument('<value>', 'JSON, or plain text')
    .action((collection: string, id: string, path: string, value: string) =>
      say('POST', `tenants/${tenant()}/${collection}/${id}/setting`, { path, value: jsonOrText(value) }),
    )
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
  if (text !== 'on' && text !== 'off') throw new InvalidArgumentError('on or off')
  return text === 'on'
}

const tenant = () => readStackFile().tenant.entraTenantId

function duration(text: string): number {
  const [, number, unit = 's'] = /^(\d+)(ms|s|m)?$/.exec(text) ?? []
  if (!number) throw new InvalidArgumentError('such as 30s, 500ms or 2m')
  return Number(number) * { ms: 1, s: 1000, m: 60_000 }[unit as 'ms' | 's' | 'm']
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** One call of the control API, its answer printed. */
async function say(method: string, path: string, body?: object): Promise<void> {
  const { url, caFile } = readStackFile().simulator
  const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request(`${url}/_sim/${path}`, { method, ca: readFileSync(caFile) }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    sent.on('error', reject)
    if (body) sent.setHeader('content-type', 'application/json')
    sent.end(body && JSON.stringify(body))
  })
  if (answer.status >= 400) throw new Error(`The simulator answered ${answer.status}: ${answer.text}`)
  console.log(answer.text || 'done')
}
