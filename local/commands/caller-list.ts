import { principalText } from '../../src/access/caller'
import { demoRoles } from '../postgres/demo-access'
import { demoCallerNames, demoCallers } from '../simulator/entra/demo-callers'

/** A table of the demo callers, a line each: the role is that of the seeded workspace, `-` for none. */
export function callerList(): string {
  const rows = demoCallerNames.map((name) => {
    const { kind, appRoles, ...principal } = demoCallers[name]
    return [name, kind, demoRoles[name] ?? '-', appRoles.join(', ') || '-', principalText(principal)]
  })
  return aligned([['name', 'kind', 'role', 'app roles', 'tid/oid'], ...rows])
}

function aligned(rows: readonly string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
