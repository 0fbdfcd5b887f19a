import { Command, Option } from 'commander'
import { findCoreTools } from '../core-tools/find'
import type { StackInfo, StackOptions } from '../stack/stack'
import { aborted } from '../stack/aborted'
import { addSimulatorOptions, type SimulatorOptions, toSimulatorSettings } from './simulator-options'
import { claimStackFile, removeStackFile, writeStackFile } from './stack-file'
import { withStack } from './with-stack'
import { printable } from '../../cli/text'

interface StartOptions extends SimulatorOptions {
  log: 'text' | 'json'
  traces?: boolean
  identity?: true
}

/** `npm start`: runs the stack until Ctrl-C. */
export function startCommand(): Command {
  const command = new Command('start').description('Starts everything and runs it until Ctrl-C.')
  return withOptions(command)
    .addOption(
      new Option('--log <format>', 'text, or json as the app writes it').choices(['text', 'json']).default('text'),
    )
    .option('--traces', 'shows each run that has ended as a tree: from the request to Graph and database')
    .option('--identity', 'the app has a managed identity, and neither connection string nor password nor secret')
    .action(({ log, traces = false, identity, ...options }: StartOptions) =>
      run(options, { log, traces, identity: identity && {} }),
    )
}

/** `npm run start:func`: the same with the host of Azure Functions Core Tools. */
export function startFuncCommand(): Command {
  const command = new Command('start:func').description(
    'Starts everything, with "func start" of Azure Functions Core Tools as host, and runs it until Ctrl-C.',
  )
  return withOptions(command).action(async (options: SimulatorOptions) => {
    console.log(`Azure Functions Core Tools ${await findCoreTools()}`)
    await run(options, { host: 'core-tools' })
  })
}

const withOptions = (command: Command) => addSimulatorOptions(command, { policies: 200, latency: 80 })

async function run(
  options: SimulatorOptions,
  how: Pick<StackOptions, 'log' | 'host' | 'traces' | 'identity'>,
): Promise<void> {
  const simulator = toSimulatorSettings(options)
  claimStackFile()
  const onLine = (from: string, line: string) =>
    console.log(from === 'app' || from === 'telemetry' ? line : `[${from}] ${printable(line)}`)
  process.exitCode = await withStack({ root: process.cwd(), ...how, simulator, onLine }, ({ info }, signal) => {
    writeStackFile(info)
    printStack(info)
    return aborted(signal)
  }).finally(removeStackFile)
}

function printStack({ app, postgres, broker, azurite, simulator, telemetry, tenant }: StackInfo): void {
  const tenantUrl = `${app.url}/api/tenants/${tenant.externalId}`
  console.log(`
Ready.
  functions host   ${app.url}
  PostgreSQL       ${postgres.url}
  Service Bus      127.0.0.1:${broker.port}
  Azurite (blobs)  127.0.0.1:${azurite.port}
  Entra and Graph  ${simulator.url}   CA ${simulator.caFile}${telemetry ? `\n  telemetry        ${telemetry.url}` : ''}
  tenant           ${tenant.externalId}
  its id in Entra  ${tenant.entraTenantId}

Try:
  curl -X POST -H "Authorization: Bearer $(npm run -s token -- --as operator)" ${tenantUrl}/sync
  curl -H "Authorization: Bearer $(npm run -s token -- --as operations)" ${app.url}/api/worker-health
  curl -H "Authorization: Bearer $(npm run -s token -- --as reader)" ${app.url}/api/workspaces
  npm run sync -- --watch
  npm run settings -- "bitlocker"
  npm run verify
  npm run doctor                  (does all of it work)
  npm run notifications -- list   (what the operator was told)
  npm run runs -- watch ID        (the id that sync prints)
  npm run reflatten -- --watch
  npm run schedules, tenants, grants, dlq -- --help
  npm run sim -- fault 429 --for 30s
  npm run sim -- --help           (faults, changed policies, who signs in)
  npm run token -- --list         (who can call, with role and tid/oid)
  npm run token -- --help
  docs/api.html                   (all routes; open it in a browser)

Ctrl-C stops everything.
`)
}
