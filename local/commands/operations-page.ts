import type { OperationRecord } from '../../src/shared/operation-record'

/** Writes the page of all operations as Markdown. */
export function operationsPage(records: Iterable<OperationRecord>): string {
  const all = [...records]
  return `# Operations

<!-- Generated from src/operations/registry.ts by "npm run docs:pages"; a test compares. -->

What a run can do. How to add one: [extending.md](extending.md). Role: the least that may start it, once callers have roles.

| operation | label | role | started by | queue | the same request gets the same run |
|---|---|---|---|---|---|
${all.map(startRow).join('\n')}

| operation | usually takes | its items are | what makes two requests the same |
|---|---|---|---|
${all.map(runRow).join('\n')}
`
}

function startRow({ name, label, role, http, lane, cooldownSeconds }: OperationRecord): string {
  const start = http ? `\`POST /api/tenants/{tenantId}/${http.path}\`` : 'the timer, or [a person](operating.md)'
  const cooldown = cooldownSeconds === 0 ? 'while it is active' : `until ${cooldownSeconds} s after it succeeded`
  return `| \`${name}\` | ${label} | ${role} | ${start} | ${lane ?? 'none'} | ${lane ? cooldown : ''} |`
}

function runRow({ name, expectedSeconds, items, identity }: OperationRecord): string {
  const scope = ['tenant', 'operation', ...identity.map((property) => `\`${property}\``)]
  return `| \`${name}\` | ${expectedSeconds} s | ${items.many} | ${scope.join(', ')} |`
}
