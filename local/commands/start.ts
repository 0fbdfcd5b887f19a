import { resolve } from 'node:path'
import { Command } from 'commander'
import type { StackInfo } from '../stack/stack'
import { wholeNumber } from './demo'
import { aborted } from './lifetime'
import { findStack, removeStackFile, writeStackFile } from './stack-file'
import { withStack } from './with-stack'

interface StartOptions {
  data?: string
  definitions?: string
  policies: number
  seed: number
  latency: number
  log: 'text' | 'json'
}

/** `npm start`: keeps everything up until Ctrl-C. */
export function startCommand(): Command {
  return new Command('start')
    .description('Starts everything and keeps it up until Ctrl-C.')
    .option('--data <dir>', 'a folder of exported policies instead of a synthetic tenant')
    .option('--definitions <dir>', 'a folder of exported setting definitions')
    .option('--policies <n>', 'size of the synthetic tenant', wholeNumber, 200)
    .option('--seed <n>', 'the same seed makes the same tenant', wholeNumber, 1)
    .option('--latency <ms>', 'how long Graph takes for each request', wholeNumber, 80)
    .option('--log <format>', 'text, or json as the app writes it', 'text')
    .action(async (options: StartOptions) => {
      if (findStack()) throw new Error('A stack is already running here: end it with Ctrl-C in its terminal first.')
      process.exitCode = await withStack(
        {
          root: process.cwd(),
          log: options.log,
          simulator: {
            ...(options.data ? { data: resolve(options.data) } : {}),
            ...(options.definitions ? { definitions: resolve(options.definitions) } : {}),
            policies: options.policies,
            seed: options.seed,
            latencyMs: options.latency,
          },
          onLine: (from, line) => console.log(from === 'app' ? line : `[${from}] ${line}`),
        },
        async ({ info }, signal) => {
          writeStackFile(info)
          tell(info)
          return aborted(signal).finally(removeStackFile)
        },
      )
    })
}

function tell({ app, postgres, broker, azurite, simulator, tenant }: StackInfo): void {
  const tenantUrl = `${app.url}/api/tenants/${tenant.externalId}`
  console.log(`
Ready.
  functions host   ${app.url}        key ${app.key}
  PostgreSQL       ${postgres.url}
  Service Bus      localhost:${broker.port}
  Azurite (blobs)  localhost:${azurite.port}
  Entra and Graph  ${simulator.url}   CA ${simulator.caFile}
  tenant           ${tenant.externalId}

Try:
  curl -X POST -H 'x-functions-key: ${app.key}' ${tenantUrl}/sync
  curl -H 'x-functions-key: ${app.key}' ${app.url}/api/worker-health
  npm run sync -- --watch
  npm run settings -- "bitlocker"
  npm run sim -- fault 429 --for 30s

Ctrl-C ends all of it.
`)
}
