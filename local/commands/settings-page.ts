import type { z } from 'zod'
import { connections, countConnections, scaleGroups } from '../../src/connections'
import { Environment, platformSettings } from '../../src/environment'

/** Renders the environment variables and the connections of an instance as Markdown. */
export function settingsPage(): string {
  const total = Object.values(connections).reduce((sum, count) => sum + count, 0)
  const { requests, starting, ledger, writing, searching, repairing, locking, recording, health } = connections
  return `# Settings

<!-- Generated from src/environment.ts and src/connections.ts by "npm run docs:pages"; a test compares. -->

Environment variables of the app. It reports all problems together when it starts, and never a value. An empty value counts as
not set; a Key Vault reference that the platform could not resolve is refused.

| setting | default | |
|---|---|---|
${Object.entries(Environment.shape).map(row).join('\n')}

One of \`ServiceBusConnection\` and \`ServiceBusConnection__fullyQualifiedNamespace\` must be set; where both are, the first is used. Graph is read
as the first of these that is set, and where Entra refuses that one, as the next: \`AZURE_CLIENT_ID\`, \`AZURE_AD_CERTIFICATE_URI\`,
\`AZURE_AD_CERTIFICATE_PATH\`, \`AZURE_AD_CLIENT_SECRET_URI\`, \`AZURE_AD_CLIENT_SECRET\`.

What stands in Key Vault by its address (\`…_URI\`) is kept for five minutes, and read anew at once when Entra refuses it: a new version needs no
restart. The platform says by \`IDENTITY_ENDPOINT\` where a managed identity gets its tokens. Without it and without \`AZURE_CLIENT_ID\`, an address
without a password and one of a vault are refused.

Settings of the platform:

| setting | |
|---|---|
${Object.entries(platformSettings)
  .map(([name, says]) => `| \`${name}\` | ${says} |`)
  .join('\n')}

## Connections to PostgreSQL

One instance in which all functions run opens at most **${total}** connections (\`src/connections.ts\`): ${requests} for
requests about runs; ${starting} for starts; ${ledger} for claims, heartbeats and ends of runs; ${writing} that write policies; ${searching} that search; ${repairing + locking} for
repairs and their lock; ${recording} for what was sent; ${health} for health. There, largest number of instances = (\`max_connections\` − reserved − used by others) / ${total}: set it as the limit of the scale-out.

On Flex Consumption the routes of an app scale together, and each queue and the timer for itself, each up to the limit of instances. An instance opens:

| | routes | each of two queues | timer | with ${lowest} instances of each |
|---|---|---|---|---|
${(Object.keys(scaleGroups) as (keyof typeof scaleGroups)[]).map(groupRow).join('\n')}

That many belong to the login of the app, as its \`connection limit\` (\`db:bootstrap\`), and with a reserve they must fit what the server allows: tests/infra/connections.test.ts
compares them for every environment. A login that has opened all of its own is refused the next one (\`53300\`): requests then answer 503 \`db.unavailable\`, and runs are retried. When all connections of a
pool are busy, at most 200 statements wait for one; a further statement fails with \`db.unavailable\`.
`
}

/** The lowest limit of instances that Flex Consumption documents. */
const lowest = 40

function groupRow(app: keyof typeof scaleGroups): string {
  const [routes, queue, , timer] = scaleGroups[app].map(countConnections)
  const all = scaleGroups[app].reduce((sum, pools) => sum + lowest * countConnections(pools), 0)
  return `| \`${app}\` | ${[routes, queue, timer, all].map((count) => count ?? '').join(' | ')} |`
}

function row([name, schema]: [string, z.ZodType]): string {
  const without = schema.safeParse(undefined)
  const shown = !without.success ? 'required' : without.data === undefined ? '' : `\`${String(without.data)}\``
  return `| \`${name}\` | ${shown} | ${schema.description} |`
}
