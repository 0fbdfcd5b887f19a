import { Command } from 'commander'
import { TenantView } from '../access-answers'
import { checked } from '../answers'
import { call } from '../call'
import { confirmTyped } from '../confirm'
import { tenantPath } from '../http'
import type { ConnectionOptions, Outside } from '../outside'
import { explained, plainCodes } from '../usage'

const warning = 'Nobody sees a removed tenant, and only a new registration and consent bring it back.'

/** `tenants remove` */
export function tenantRemoveCommand(outside: Outside): Command {
  const command = new Command('remove')
    .description(
      'Removes the tenant, once "remove <name>" is typed: nobody sees it any more, nothing is started for it.',
    )
    .option('--confirm <text>', 'what would be typed, where there is no terminal')
  for (const option of outside.options) command.addOption(option)
  const example = outside.typed('tenants', 'remove', '--tenant', 'contoso', '--confirm', '"remove Contoso"')
  return explained(command, `${plainCodes}, 130 interrupted`, example).action(async (_options, command: Command) => {
    const options = command.optsWithGlobals<ConnectionOptions & { confirm?: string }>()
    const api = outside.connect(options)
    const { tenantId, name } = checked(TenantView, await call(api, 'GET', tenantPath(api)))
    await confirmTyped(`remove ${name}`, warning, options.confirm)
    // by its id: a key may meanwhile be that of another one
    await call(api, 'DELETE', tenantPath({ tenantId }))
    if (!options.json) console.log('The tenant is removed.')
  })
}
