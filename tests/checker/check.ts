import { type Catalogs, expectedRows, namesAreKnown, policyName, policyType } from './collections'
import type { Unconfigured } from './definitions'
import { type Expected, type Finding, type Row, type SourcePolicy, grouped } from './model'
import { withoutSuffix, mistakesIn } from './row'
import { secretFinder } from './secrets'
import { canonical } from './text'

export interface Checked {
  findings: Finding[]
  policies: number
  /** Values set in the policies, and the number of them that have their row. */
  values: number
  found: number
  /** Rows whose setting has a definition that the checker knows too. */
  defined: number
}

interface CheckedPolicy extends SourcePolicy {
  label: string
  name: string | undefined
  type: string
  named: boolean
  unconfigured: Unconfigured | undefined
  expected: Expected[]
}

/**
 * Compares the rows of one tenant with its policies in Graph: each value must have its row, and each row its value.
 * `tenant`: the expected `tenant_id`.
 */
export function check(
  tenant: string,
  sources: readonly SourcePolicy[],
  rows: readonly Row[],
  catalogs: Catalogs = {},
): Checked {
  return checkerOf(tenant, sources, catalogs)(rows)
}

/** Makes a checker for several exports of the same policies. */
export function checkerOf(
  tenant: string,
  sources: readonly SourcePolicy[],
  catalogs: Catalogs = {},
): (rows: readonly Row[]) => Checked {
  const judged = sources.map((source) => toCheckedPolicy(source, catalogs))
  const tellsSecret = secretFinder(judged.flatMap(({ expected }) => expected))
  return (rows) => {
    const total: Checked = { findings: [], policies: judged.length, values: 0, found: 0, defined: 0 }
    const left = new Set(rows)
    const byId = grouped(rows, (row) => JSON.stringify([row.source, row.graph_policy_id]))
    const byName = grouped(rows, (row) => JSON.stringify([row.source, row.policy_name]))
    for (const policy of judged) {
      const { collection, id, name } = policy
      const key = JSON.stringify([collection, id === null ? name : storedId(collection, id)])
      const own = (id === null ? byName : byId).get(key) ?? []
      for (const row of own) left.delete(row)
      checkPolicy(tenant, policy, own, total)
    }
    for (const row of left) total.findings.push(finding('row without policy', row, 'no policy has it'))
    for (const row of rows) if (tellsSecret(row)) total.findings.push(finding('secret', row, 'tells a secret'))
    return total
  }
}

function toCheckedPolicy(source: SourcePolicy, catalogs: Catalogs): CheckedPolicy {
  const name = policyName(source)
  const label = `${source.collection}/${source.id ?? name}`
  const expected = expectedRows(source, catalogs)
  const twice = [...grouped(expected, ({ path }) => path)].find(([, same]) => same.length > 1)
  if (twice) throw new Error(`The checker gives the path ${twice[0]} of ${label} twice.`)
  const known = { named: namesAreKnown(source, catalogs), unconfigured: catalogs.unconfigured }
  return { ...source, ...known, label, name, type: policyType(source), expected }
}

function checkPolicy(tenant: string, policy: CheckedPolicy, rows: Row[], total: Checked): void {
  const { expected, named, unconfigured, label } = policy
  const report = (kind: string, path: string, says: string) => {
    total.findings.push({ kind, policy: label, path, says })
  }
  const byBareName = [...grouped(rows, (row) => withoutSuffix(row.setting_name))]
  const shared = new Set(byBareName.filter(([, same]) => same.length > 1).map(([name]) => name))
  const byPath = grouped(rows, pathOf)
  for (const one of expected) {
    total.values++
    const [row, twin] = byPath.get(one.path) ?? []
    if (!row) {
      report('missing value', one.path, `no row for ${one.secret === undefined ? canonical(one.raw) : 'a secret'}`)
      continue
    }
    total.found++
    if (one.known) total.defined++
    if (twin) report('duplicate', one.path, 'more than one row')
    for (const [kind, says] of mistakesIn(row, one, { shared, named, unconfigured })) report(kind, one.path, says)
  }
  const expectedPaths = new Set(expected.map(({ path }) => path))
  for (const row of rows) {
    if (!expectedPaths.has(pathOf(row)))
      report('row without source', pathOf(row), `nothing is set there: ${row.setting_name}`)
    for (const [kind, is, must] of policyColumns(tenant, policy, row))
      if (is !== must) report(kind, pathOf(row), `${is} is not ${must}`)
  }
  const [id, ...others] = grouped(rows, (row) => row.graph_policy_id).keys()
  if (others.length > 0) report('policy id', '', `rows of one policy have the ids ${id}, ${others.join(', ')}`)
  else if (id !== undefined && id !== storedId(policy.collection, id)) report('policy id', '', `${id} is no id`)
  for (const [name, same] of grouped(rows, (row) => row.setting_name))
    if (same.length > 1) report('name not unique', pathOf(same[1]), name)
}

function policyColumns(tenant: string, { name, id, type }: CheckedPolicy, row: Row): [string, string, string][] {
  return [
    ['tenant', row.tenant_id, tenant],
    ['policy name', row.policy_name, name ?? String(id)],
    ['policy type', row.policy_type, type],
  ]
}

function finding(kind: string, row: Row, says: string): Finding {
  return { kind, policy: `${row.source}/${row.graph_policy_id}`, path: pathOf(row), says }
}

function pathOf(row: Row | undefined): string {
  return row?.setting_path ?? '(none)'
}

/** `graph_policy_id`: ids that are no GUID are unique only together with their collection. */
function storedId(collection: string, id: string): string {
  if (id.startsWith(`${collection}/`)) return id
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id) ? id : `${collection}/${id}`
}
