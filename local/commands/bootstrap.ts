import { Command } from 'commander'
import { UsageError } from '../../cli/usage'
import { addHomeTenants, bootstrapTenant, bootstrapWorkspace } from '../../src/access/bootstrap'
import { readPrincipal } from '../../src/access/caller'
import { openDatabase } from '../../src/db/database'
import { explained } from '../../src/db/migration-errors'
import { tenantKeyForm } from '../../src/shared/tenant-key'
import { needDatabaseUrl } from './database-url'

interface Options {
  workspace: string
  owner?: string
  homeTenant: string[]
  tenant?: string
  name?: string
  appKey?: string
  url?: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** `npm run bootstrap`: what nobody can be asked for, because nobody has a grant yet. */
export const bootstrapCommand = (): Command =>
  new Command('bootstrap')
    .description(
      'Makes a workspace with its first owner, and activates tenants. For the account that migrates the database.',
    )
    .requiredOption('--workspace <name>', 'the workspace; made when there is none of this name')
    .option(
      '--owner <tid/oid>',
      'its first owner, by Entra tenant id and object id; refused when somebody else owns it',
    )
    .option(
      '--home-tenant <tid>',
      'another Entra tenant whose people count (repeatable)',
      (tid, all: string[]) => [...all, tid],
      [],
    )
    .option('--tenant <tid>', 'an Entra tenant to manage: registered, and active at once')
    .option('--name <name>', 'what people call that tenant')
    .option('--app-key <key>', 'what the existing app calls it: its `tenantId`')
    .option('--url <url>', 'the database; default: DATABASE_URL, else the running stack')
    .action(bootstrap)

async function bootstrap({ workspace, owner, homeTenant, tenant, name, appKey, url }: Options): Promise<void> {
  if (!owner && !tenant && homeTenant.length === 0)
    throw new UsageError('Give --owner, --home-tenant, --tenant, or several of them.')
  const first = owner === undefined ? undefined : ownerOf(owner)
  for (const tid of [...homeTenant, ...(tenant ? [tenant] : [])])
    if (!uuid.test(tid)) throw new UsageError(`"${tid}" is no Entra tenant id: expected a UUID.`)
  if (tenant && !name) throw new UsageError('--tenant needs --name: what people call it.')
  if (appKey !== undefined && !tenantKeyForm.test(appKey))
    throw new UsageError('--app-key: at most 128 letters, digits, ".", "_" and "-".')
  const databaseUrl = needDatabaseUrl(url)
  const { db, close } = openDatabase(databaseUrl)
  try {
    const homeTenants = homeTenant.map((tid) => tid.toLowerCase())
    if (first) {
      const { id, stood } = await bootstrapWorkspace(db, { workspace, owner: first, homeTenants })
      console.log(`Workspace "${workspace}" (${id}) ${stood ? 'stood: this is its owner' : 'has its first owner'}.`)
    } else if (homeTenants.length > 0) {
      await addHomeTenants(db, workspace, homeTenants)
      console.log(`People of ${homeTenants.join(', ')} count in the workspace "${workspace}".`)
    }
    if (tenant && name) {
      const entraTenantId = tenant.toLowerCase()
      const id = await bootstrapTenant(db, { workspace, entraTenantId, name, ...(appKey ? { appKey } : {}) })
      console.log(`Tenant "${name}" is active: ${id}`)
    }
  } catch (error) {
    throw explained(error, databaseUrl, 'The bootstrap')
  } finally {
    await close()
  }
}

function ownerOf(text: string) {
  const owner = readPrincipal(text)
  if (!owner) throw new UsageError('--owner: expected <Entra tenant id>/<object id>, both UUIDs.')
  return owner
}
