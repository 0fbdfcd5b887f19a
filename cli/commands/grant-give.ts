import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import * as z from 'zod'
import { roles } from '../../src/shared/capabilities'
import { GrantView, TenantView } from '../access-answers'
import { checked } from '../answers'
import { call } from '../call'
import { readTenant } from '../connection'
import { type Api, tenantPath } from '../http'
import type { ConnectionOptions, Outside } from '../outside'
import { printAnswer } from '../result-lines'
import { explained, plainCodes, UsageError } from '../usage'
import { type WorkspaceOptions, workspaceOf, workspaceOption } from '../workspace'

interface GiveOptions extends ConnectionOptions, WorkspaceOptions {
  account: Account
  forTenant?: string
  wholeWorkspace?: true
  label?: string
}

/** An account of Entra: its tenant, and its object id there. */
type Account = Record<'tid' | 'oid', string>

/** `grants give ROLE` */
export function grantGiveCommand(outside: Outside): Command {
  const command = new Command('give')
    .description('Gives an account a role, or changes the one that it has there.')
    .addArgument(new Argument('<role>', 'reader, operator, manager or owner').choices(roles))
    .addOption(
      new Option('--account <tid/oid>', 'its tenant in Entra and its object id')
        .argParser(readAccount)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--for-tenant <id>', 'for this tenant alone: its external id or app key').argParser((text: string) =>
        readTenant(text, '--for-tenant'),
      ),
    )
    .addOption(
      new Option('--whole-workspace', 'for the workspace with all of its tenants, later ones as well').conflicts(
        'forTenant',
      ),
    )
    .option('--label <text>', 'what people call the account')
    .addOption(workspaceOption())
  for (const option of outside.options) command.addOption(option)
  const account = '9a2c1f0b-6a52-4f6e-8f0c-9d537a2c1f0b/5a6b7c8d-9e0f-4c8d-8f7e-2b1a4c3d8e9f'
  const example = outside.typed('grants', 'give', 'operator', '--account', account, '--for-tenant', 'contoso')
  return explained(command, plainCodes, example).action(async (role: string, _options, command: Command) => {
    const options = command.optsWithGlobals<GiveOptions>()
    if (options.forTenant === undefined && !options.wholeWorkspace)
      throw new UsageError('For what? Give --for-tenant, or --whole-workspace for all tenants of the workspace.')
    // it stands among the options of every command, and would be ignored
    if (options.tenant !== undefined) throw new UsageError('A grant for one tenant needs --for-tenant, not --tenant.')
    const { account, label } = options
    const api = outside.connect(options)
    const { path, tenantId } = await placeOf(api, options)
    const body = { tenantId, ...account, role, ...(label === undefined ? {} : { label }) }
    printAnswer(checked(GrantView, await call(api, 'POST', path, { body })), options)
  })
}

/** Where the grant is given, and for which tenant; null: for all. A tenant says itself in which workspace it is. */
async function placeOf(api: Api, options: GiveOptions): Promise<{ path: string; tenantId: string | null }> {
  const { forTenant, workspace } = options
  if (forTenant === undefined) return { path: `/workspaces/${await workspaceOf(api, options)}/grants`, tenantId: null }
  const tenant = checked(TenantView, await call(api, 'GET', tenantPath({ tenantId: forTenant })))
  return { path: `/workspaces/${workspace ?? tenant.workspaceId}/grants`, tenantId: tenant.tenantId }
}

/** Throws for the parser. */
function readAccount(text: string): Account {
  const parsed = z.tuple([z.guid(), z.guid()]).safeParse(text.toLowerCase().split('/'))
  if (!parsed.success) throw new InvalidArgumentError('It must be TID/OID, two GUIDs.')
  const [tid, oid] = parsed.data
  return { tid, oid }
}
