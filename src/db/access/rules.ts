/**
 * Who may touch which rows: the second wall. Each process enters the database as one of three roles, whatever its login is;
 * what a request may read was put into settings of its transaction by `enter_request`. Owners and superusers are not meant.
 */
export const databaseRoles = {
  /** Answers requests: sees only the rows of the tenants that the request may read. */
  api: 'tenantpilot_api',
  /** Health and records of sent messages: the ledger, and no content of any policy. */
  ops: 'tenantpilot_ops',
  /** Runs and repairs: takes the tenant from the ledger. The only role that reads the exact JSON of policies. */
  worker: 'tenantpilot_worker',
} as const

/** A role's key. */
export type DatabaseRole = keyof typeof databaseRoles

/**
 * Raise it with each change of what this folder makes in the database: an older version, which would put its own in the place of
 * newer rules, is then refused.
 */
export const rulesVersion = 6

/** What the comment of our schema begins with: the version of the rules follows. */
export const rulesMark = 'access rules'

interface TableRule {
  /** Privileges of each role; without an entry it has none. `select` may be limited to columns. */
  privileges: Partial<Record<DatabaseRole, string>>
  /** Which rows `api` sees and may write. Absent: the table holds nothing of a tenant, and has no row-level security. */
  rows?: string
  /** What rows `api` may write, where that is not what it sees. */
  written?: string
}

// in parentheses, so that the list is made once for each statement and an index can serve it
const ofTenant = `tenant_id = any ((select tenantpilot.readable_tenants())::uuid[])`
const inWorkspace = `workspace_id = any ((select tenantpilot.readable_workspaces())::uuid[])`
const either = `(${ofTenant} or ${inWorkspace})`
/** The tenant of a row is one of the row's workspace. */
const inOwnWorkspace = `workspace_id = (select t.workspace_id from tenantpilot.tenants t where t.external_id = tenant_id)`
const ofRun = `exists (select from tenantpilot.runs r where r.id = run_id)`
const everything = 'select, insert, update, delete'

const policyColumns = [
  'tenant_id, source, graph_id, graph_policy_id, policy_type, odata_type, name, description, platforms, technologies',
  'template_id, template_family, template_version, scope_tag_ids, created_at, modified_at, content_hash, assignments_hash',
  'assignments_state, first_seen_at, last_seen_at, last_full_read_at, removed_at',
].join(', ')

/** A rule for each table of ours. */
export const tableRules: Readonly<Record<string, TableRule>> = {
  workspaces: {
    privileges: { api: 'select', ops: 'select', worker: 'select' },
    rows: 'id = any ((select tenantpilot.readable_workspaces())::uuid[])',
  },
  workspace_home_tenants: { privileges: { api: 'select' }, rows: inWorkspace },
  tenants: {
    privileges: {
      // neither its workspace nor its key can be changed or chosen, and nothing is active by being inserted
      api: `select, insert (workspace_id, entra_tenant_id, display_name), update (display_name, status, activated_at, removed_at)`,
      ops: 'select, update (graph_not_before)',
      worker: 'select, update (graph_not_before)',
    },
    rows: `(external_id = any ((select tenantpilot.readable_tenants())::uuid[]) or ${inWorkspace})`,
  },
  grants: { privileges: { api: everything }, rows: inWorkspace },
  runs: {
    privileges: { api: 'select, insert, update', ops: 'select, insert, update', worker: everything },
    rows: either,
    written: `${either} and ${inOwnWorkspace}`,
  },
  run_items: { privileges: { api: 'select', ops: 'select, insert, update', worker: everything }, rows: ofRun },
  run_events: {
    privileges: { api: 'select, insert', ops: 'select, insert', worker: everything },
    rows: ofRun,
    written: 'tenantpilot.sees_run(run_id)',
  },
  schedules: { privileges: { api: everything, ops: 'select, update', worker: 'select, update' }, rows: ofTenant },
  // rows are made by functions of the database alone
  notifications: {
    privileges: { api: 'select, update (read_at)', worker: 'select, delete' },
    rows: `recipient = current_setting('tenantpilot.recipient', true) and ${either}`,
  },
  policies: {
    privileges: { api: `select (${policyColumns})`, worker: everything },
    rows: ofTenant,
  },
  policy_assignments: { privileges: { api: 'select', worker: everything }, rows: ofTenant },
  source_states: { privileges: { api: 'select', worker: everything }, rows: ofTenant },
  setting_definitions: { privileges: { worker: everything } },
  definition_catalogs: { privileges: { worker: everything } },
  idempotency_keys: {
    privileges: { api: 'select, insert, update', worker: 'select, delete' },
    rows: `caller = current_setting('tenantpilot.caller', true)`,
  },
  consent_requests: { privileges: { api: 'select, insert, update' }, rows: ofTenant },
  audit_events: {
    privileges: { api: 'select, insert', ops: 'select, insert', worker: 'select, insert' },
    rows: inWorkspace,
    written: `${either} and (tenant_id is null or ${inOwnWorkspace})`,
  },
  migrations: { privileges: { api: 'select', ops: 'select', worker: 'select' } },
}
