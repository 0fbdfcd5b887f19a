import { Command } from 'commander'
import type { DemoCallerName } from '../simulator/entra/demo-callers'
import { tokensOf } from '../stack/caller-api'
import { callerOption } from './caller-option'
import { readStackFile } from './stack-file'

/** `npm run token`: prints an access token of the running stack's API, and nothing else. */
export function tokenCommand(): Command {
  return new Command('token')
    .description('Prints an access token for the API of the running stack.')
    .addOption(callerOption())
    .addHelpText('after', '\nExample:\n  curl -H "Authorization: Bearer $(npm run -s token -- --as reader)" URL')
    .action(async ({ as }: { as: DemoCallerName }) => {
      console.log(await tokensOf(readStackFile().simulator, as)())
    })
}
