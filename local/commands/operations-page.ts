import * as z from 'zod'
import { capabilities } from '../../src/shared/capabilities'
import type { OperationRecord } from '../../src/shared/operation-record'

/** Writes the page of all operations as Markdown. */
export function operationsPage(records: Iterable<OperationRecord>): string {
  const all = [...records]
  return `# Operations

<!-- Generated from src/operations/registry.ts by "npm run docs:pages"; a test compares. -->

What a run can do. How to add one: [extending.md](extending.md). Role: the least that may start it.

| operation | label | role | started by | queue | the same request gets the same run |
|---|---|---|---|---|---|
${all.map(startRow).join('\n')}

| operation | usually takes | its items are | those that failed can be run again | what makes two requests the same |
|---|---|---|---|---|
${all.map(runRow).join('\n')}

## Results

The property \`result\` of a run that has completed; null for all others, and for operations that are not named here. As JSON Schema.
${all.map(resultSection).join('')}`
}

function startRow({ name, label, capability, http, lane, cooldownSeconds }: OperationRecord): string {
  const start = http ? `\`POST /api/tenants/{tenantId}/${http.path}\`` : 'the timer, or [a person](operating.md)'
  const cooldown = cooldownSeconds === 0 ? 'while it is active' : `until ${cooldownSeconds} s after it succeeded`
  return `| \`${name}\` | ${label} | ${capability ? capabilities[capability].role : 'app role `Operations`'} | ${start} | ${lane ?? 'none'} | ${lane ? cooldown : ''} |`
}

function runRow({ name, expectedSeconds, items, rerun, identity }: OperationRecord): string {
  const scope = ['tenant', 'operation', ...identity.map((property) => `\`${property}\``)]
  return `| \`${name}\` | ${expectedSeconds} s | ${items.many} | ${rerun ? 'yes' : 'no'} | ${scope.join(', ')} |`
}

function resultSection({ name, result }: OperationRecord): string {
  const { $schema: _, ...schema } = z.toJSONSchema(result)
  if (schema.type === 'null') return ''
  return `\n### ${name}\n\n\`\`\`json\n${JSON.stringify(schema, null, 2)}\n\`\`\`\n`
}
