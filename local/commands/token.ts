import { Command, Option } from 'commander'
import type { TokenFlaws } from '../simulator/entra/api-tokens'
import type { DemoCallerName } from '../simulator/entra/demo-callers'
import { fetchToken } from '../stack/caller-api'
import { callerList } from './caller-list'
import { callerOption } from './caller-option'
import { readStackFile } from './stack-file'

interface TokenOptions extends TokenFlaws {
  as: DemoCallerName
  list?: true
}

const examples = `
Examples:
  curl -H "Authorization: Bearer $(npm run -s token -- --as reader)" URL
  npm run -s token -- --list`

/** `npm run token`: prints an access token of the running stack's API, and nothing else; or who there is. */
export function tokenCommand(): Command {
  return new Command('token')
    .description('Prints an access token for the API of the running stack.')
    .addOption(callerOption())
    .option('--expired', 'a token that expired an hour ago: the API answers 401')
    .option('--audience <id>', 'a token for another app than the API, which answers 401')
    .addOption(
      new Option('--list', 'instead of a token: who can call, with role and tid/oid').conflicts([
        'as',
        'expired',
        'audience',
      ]),
    )
    .addHelpText('after', examples)
    .action(async ({ as, list, ...flaws }: TokenOptions) => {
      console.log(list ? callerList() : (await fetchToken(readStackFile().simulator, as, flaws)).accessToken)
    })
}
