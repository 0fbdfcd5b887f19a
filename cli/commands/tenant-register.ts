import { Argument, Command } from 'commander'
import { TenantView } from '../access-answers'
import { checked } from '../answers'
import { call } from '../call'
import { guid } from '../option-values'
import type { ConnectionOptions, Outside } from '../outside'
import { printAnswer } from '../result-lines'
import { explained, plainCodes } from '../usage'
import { type WorkspaceOptions, workspaceOf, workspaceOption } from '../workspace'

/** `tenants register ENTRA-ID NAME` */
export function tenantRegisterCommand(outside: Outside): Command {
  const command = new Command('register')
    .description('Registers a tenant. Nothing runs for it until its administrator has consented.')
    .addArgument(new Argument('<entra-tenant-id>', 'the id of the tenant in Entra').argParser(guid))
    .argument('<name>', 'what people call it')
    .addOption(workspaceOption())
  for (const option of outside.options) command.addOption(option)
  const example = outside.typed('tenants', 'register', '9a2c1f0b-6a52-4f6e-8f0c-9d537a2c1f0b', '"Contoso Ltd"')
  return explained(command, plainCodes, example).action(
    async (entraTenantId: string, name: string, _options, command: Command) => {
      const options = command.optsWithGlobals<ConnectionOptions & WorkspaceOptions>()
      const api = outside.connect(options)
      const path = `/workspaces/${await workspaceOf(api, options)}/tenants`
      const tenant = checked(TenantView, await call(api, 'POST', path, { body: { entraTenantId, name } }))
      printAnswer(tenant, options)
      if (!options.json)
        console.log(
          `Its administrator must consent: ${outside.typed('tenants', 'consent', '--tenant', tenant.tenantId)}`,
        )
    },
  )
}
