import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { wholeNumber } from './simulator-options'

type Call = (method: string, path: string, body?: object) => Promise<void>

interface IdentityOptions {
  seconds?: number
  delay?: number
  status?: number
}

interface ReaderOptions {
  secret?: string
  certificate?: string
  federated?: boolean
}

/** Adds what controls the managed identity and the vault of a stack with `--identity`. */
export function addAzureCommands(command: Command, call: Call): void {
  command
    .command('identity')
    .description('Changes how the managed identity gives out tokens, and prints how many it gave.')
    .option('--seconds <n>', 'how long a new token lives', wholeNumber)
    .option('--delay <ms>', 'how long each answer waits', wholeNumber)
    .option('--status <n>', 'answers each request with this status; 0: as it should', wholeNumber)
    .action(({ delay, ...options }: IdentityOptions) =>
      call('PATCH', 'azure/identity', { ...options, ...(delay === undefined ? {} : { delayMs: delay }) }),
    )
  command
    .command('vault')
    .description('Stores a new version of reader-certificate or reader-secret, or another secret, in the vault.')
    .argument('<name>')
    .argument('<file>', 'a file with its value')
    .option('--type <type>', 'application/x-pem-file or application/x-pkcs12')
    .option('--expires <time>', 'ISO 8601')
    .action((name: string, file: string, { type, expires }: { type?: string; expires?: string }) =>
      call('PUT', `azure/secrets/${name}`, {
        value: readFileSync(file, 'utf8').trim(),
        ...(type && { contentType: type }),
        ...(expires && { expiresOn: expires }),
      }),
    )
  command
    .command('vault-answers')
    .description('Makes the vault answer with a status, such as 403 or 503; 0: as it should.')
    .argument('<status>', 'a number', wholeNumber)
    .action((status: number) => call('PATCH', 'azure/vault', { status }))
  command
    .command('reader')
    .description(
      'Changes what Entra takes from the registration that reads Graph, revokes its tokens, and prints what is taken.',
    )
    .option('--secret <file>', 'a file with its client secret')
    .option('--certificate <file>', 'a PEM file with its certificate')
    .option('--federated', 'the managed identity')
    .option('--no-federated', 'not the managed identity')
    .action(async ({ secret, certificate, federated }: ReaderOptions, command: Command) => {
      await call('PATCH', 'azure/credentials', {
        ...(secret && { clientSecret: readFileSync(secret, 'utf8').trim() }),
        ...(certificate && { certificate: readFileSync(certificate, 'utf8') }),
        ...(command.getOptionValueSource('federated') === 'cli' && { federated }),
      })
      // the app keeps its tokens for an hour, and would show nothing of the change until then
      await call('DELETE', 'tokens')
      console.log('Tokens of Graph that were given out are revoked: the next request shows it.')
    })
}
