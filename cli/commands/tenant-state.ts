import { Command } from 'commander'
import { ConsentView, TenantView } from '../access-answers'
import { checked } from '../answers'
import { call } from '../call'
import { type Api, tenantPath } from '../http'
import type { ConnectionOptions, Outside } from '../outside'
import { printAnswer } from '../result-lines'
import { printable } from '../text'
import { explained, plainCodes } from '../usage'

type Work = (api: Api, options: ConnectionOptions) => Promise<void>

/** `tenants show|consent|pause|resume|rename` */
export function tenantStateCommands(outside: Outside): Command[] {
  const onTenant = (name: string, description: string, work: Work) =>
    prepared(new Command(name).description(description), outside).action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<ConnectionOptions>()
      await work(outside.connect(options), options)
    })
  return [
    onTenant('show', 'Shows the tenant.', show),
    onTenant(
      'consent',
      "Makes a link with which the tenant's administrator consents and activates it; earlier links become void.",
      consent,
    ),
    onTenant('pause', 'Pauses the tenant: nothing is started for it.', change({ paused: true })),
    onTenant('resume', 'Ends the pause of the tenant.', change({ paused: false })),
    renameCommand(outside),
  ]
}

function renameCommand(outside: Outside): Command {
  const command = new Command('rename')
    .description('Gives the tenant another name; ids and the key stay.')
    .argument('<name>', 'what people call it')
  return prepared(command, outside, '"Contoso Ltd"').action(async (name: string, _options, command: Command) => {
    const options = command.optsWithGlobals<ConnectionOptions>()
    const told = (tenant: TenantView) => `The tenant is renamed: ${printable(tenant.name)}.`
    await change({ name }, told)(outside.connect(options), options)
  })
}

function prepared(command: Command, outside: Outside, ...words: string[]): Command {
  for (const option of outside.options) command.addOption(option)
  return explained(command, plainCodes, outside.typed('tenants', command.name(), ...words))
}

const show: Work = async (api, options) =>
  printAnswer(checked(TenantView, await call(api, 'GET', tenantPath(api))), options)

const consent: Work = async (api, options) =>
  printAnswer(checked(ConsentView, await call(api, 'POST', 'consent')), options)

const stateOf = ({ name, status }: TenantView) => `${printable(name)} is ${printable(status)}.`

/** `told`: what is said once it is done. */
const change =
  (body: { name: string } | { paused: boolean }, told = stateOf): Work =>
  async (api, options) => {
    const tenant = checked(TenantView, await call(api, 'PATCH', tenantPath(api), { body }))
    if (options.json) printAnswer(tenant, options)
    else console.log(told(tenant))
  }
