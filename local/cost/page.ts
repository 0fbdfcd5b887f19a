import { bounds, prices, usage } from './assumptions'
import { estimate, firstReached, least, type Load, production } from './model'
import { assumptionTable, costTable, firstSentence, limitTable, toMarkdown } from './tables'

/** What the page and `npm run cost` show where nothing else is asked for. */
export const usual: Load[] = [100, 1_000, 10_000].map((tenants) => ({ tenants, policies: 200, syncsPerDay: 1 }))

/** Writes `docs/cost.md`. */
export function costPage(): string {
  const [small, full] = [least, production].map((plan) => usual.map((load) => estimate(load, plan)))
  return `# Cost

<!-- Generated from local/cost by "npm run docs:pages"; a test compares. -->

What a month costs in the region West Europe, as a small model computes it (\`local/cost/\`): a tenant has ${usual[0]!.policies} policies and is synced ${usual[0]!.syncsPerDay === 1 ? 'once' : `${usual[0]!.syncsPerDay} times`} a day. Other numbers:

\`\`\`sh
npm run cost -- --tenants 250,2500 --policies 400 --syncs-per-day 4
\`\`\`

**It is an estimate.** Most of Microsoft's pages show a price only by script, so that it could not be read: such a number is called *assumed*. Compare those that matter with the calculator of Azure before
you rely on the sum. Taxes, support, a second region, backups beyond what is included and private networking (Service Bus Premium, from about $ 680, assumed) are not in it.

## A month, as production.env has it

With the server, the second one in another zone and the alerts that \`infra/environments/production.env\` chooses: what a deployment costs that nobody has changed.

${toMarkdown(costTable(full!))}

## A month, with the least

One server, no alerts, and the smallest server whose connections suffice for the instances that the model expects. Its ${least.cores} cores allow ${least.cores * bounds.coreConnections.value} connections, while the settings as they
are reserve ${bounds.reservedConnections.value.toLocaleString('en-US')} of them, for all the instances that there may be: lower \`API_CONNECTIONS\`, \`WORKER_CONNECTIONS\` and \`MAXIMUM_INSTANCES\` together ([settings.md](settings.md#connections-to-postgresql)), or preflight refuses the server.

${toMarkdown(costTable(small!))}

Nearly all of the logs of a small installation is what the platform tells of itself (\`allLogs\` and \`AllMetrics\` of PostgreSQL, Service Bus and vault) and our metrics, which come whether anybody syncs or not.

## Which limit comes first

How much of each limit is used at the busiest time, the most used first; 100 % is all of it. With few tenants that is not yet the order in which they are reached: a part of the connections and cores is that of
the ${usage.otherInstances.value} instances that do not sync, and does not grow.

${toMarkdown(limitTable(small!))}

${firstSentence(firstReached(usual[0]!))} **That is no promise:** the CPU of instances and database is not in the model,
because nobody has measured it for a sync; with so many tenants it comes first.

- **Instances**: raise \`MAXIMUM_INSTANCES\`, or spread the syncs over more hours. Each instance takes ${usage.connections.value} connections of the database with it.
- **Cores** of the subscription: ask Microsoft for more; until then the last syncs of a night are later, none is lost.
- **Connections**: a larger server, or fewer instances ([settings.md](settings.md#connections-to-postgresql)).
- **Graph** bounds one tenant, never all: a large tenant takes longer, and others do not wait for it.
- **Storage**: a part of it is what is kept of runs for ${usage.keptDays.value} days (\`RUN_RETENTION_DAYS\`). It grows by itself, and never shrinks.
- **Logs**: what grows with tenants is traces: requests to Graph and statements of the database. Keep fewer of them (\`TELEMETRY_SAMPLING_RATIO\`). From ${bounds.logGbPerDay.value} GB a day a commitment pays.

## Prices

In US dollars, as of 2026-11-30. *Read at* means in a stored copy of that page, which may be older.

${toMarkdown(assumptionTable(prices))}

## What a tenant needs

${toMarkdown(assumptionTable(usage))}

## Limits

${toMarkdown(assumptionTable(bounds))}
`
}
