import { bounds, prices, usage } from './assumptions'
import { estimate, firstReached, type Load } from './model'
import { assumptionTable, costTable, firstSentence, limitTable, toMarkdown } from './tables'

/** What the page and `npm run cost` show where nothing else is asked for. */
export const usual: Load[] = [100, 1_000, 10_000].map((tenants) => ({ tenants, policies: 200, syncsPerDay: 1 }))

/** Writes `docs/cost.md`. */
export function costPage(): string {
  const estimates = usual.map(estimate)
  return `# Cost

<!-- Generated from local/cost by "npm run docs:pages"; a test compares. -->

What a month costs in the region West Europe, as a small model computes it (\`local/cost/\`): a tenant has ${usual[0]!.policies} policies and is synced ${usual[0]!.syncsPerDay === 1 ? 'once' : `${usual[0]!.syncsPerDay} times`} a day. Other numbers:

\`\`\`sh
npm run cost -- --tenants 250,2500 --policies 400 --syncs-per-day 4
\`\`\`

**It is an estimate.** Most of Microsoft's pages show a price only by script, so that it could not be read: such a number is called *assumed*. Compare those that matter with the calculator of Azure before
you rely on the sum. Taxes, support, a second region, backups beyond what is included, high availability of the database (it doubles its cores) and private networking (Service Bus Premium, from about $ 680, assumed) are not in it.

## A month

${toMarkdown(costTable(estimates))}

## Which limit comes first

How much of each limit is used at the busiest time; 100 % is all of it.

${toMarkdown(limitTable(estimates))}

${firstSentence(firstReached(usual[0]!))} **That is no promise:** the CPU of instances and database is not in the model,
because nobody has measured it for a sync; with so many tenants it comes first. Production begins with more than the model says (\`POSTGRES_SKU\` in \`infra/environments\`: four cores).

- **Instances**: raise \`MAXIMUM_INSTANCES\`, or spread the syncs over more hours. Each instance takes ${usage.connections.value} connections of the database with it.
- **Cores** of the subscription: ask Microsoft for more; until then the last syncs of a night are later, none is lost.
- **Connections**: a larger server, or fewer instances ([settings.md](settings.md#connections-to-postgresql)).
- **Graph** bounds one tenant, never all: a large tenant takes longer, and others do not wait for it.
- **Storage**: a part of it is what is kept of runs for ${usage.keptDays.value} days (\`RUN_RETENTION_DAYS\`). It grows by itself, and never shrinks.
- **Logs**: most of it is records of requests to Graph, so keep fewer of those.

## Prices

In US dollars, as of 2026-11-30. *Read at* means in a stored copy of that page, which may be older.

${toMarkdown(assumptionTable(prices))}

## What a tenant needs

${toMarkdown(assumptionTable(usage))}

## Limits

${toMarkdown(assumptionTable(bounds))}
`
}
