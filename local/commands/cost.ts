import { Command, InvalidArgumentError } from 'commander'
import { atLeastOne } from '../../cli/option-values'
import { estimate, firstReached, least, type Plan, production } from '../cost/model'
import { usual } from '../cost/page'
import { costTable, firstSentence, limitTable, toText } from '../cost/tables'

/** `npm run cost` */
export function costCommand(): Command {
  const [{ policies, syncsPerDay }] = usual as [(typeof usual)[number]]
  return new Command('cost')
    .description('Estimates what a month costs, and which limit comes first. Its numbers: docs/cost.md.')
    .option(
      '--tenants <numbers>',
      'with commas between them',
      numbers,
      usual.map(({ tenants }) => tenants),
    )
    .option('--policies <number>', 'of each tenant', atLeastOne, policies)
    .option('--syncs-per-day <number>', 'of each tenant', atLeastOne, syncsPerDay)
    .action((options: { tenants: number[]; policies: number; syncsPerDay: number }) => {
      const estimates = (plan: Plan) => options.tenants.map((tenants) => estimate({ ...options, tenants }, plan))
      for (const plan of [least, production]) console.log(`${plan.name}:\n${toText(costTable(estimates(plan)))}\n`)
      console.log(toText(limitTable(estimates(least))))
      console.log(`\n${firstSentence(firstReached(options))}`)
      console.log('An estimate: which of its numbers are only assumed, docs/cost.md says.')
    })
}

/** Reads whole numbers with commas between them. Throws for the parser. */
function numbers(text: string): number[] {
  const read = text.split(',').map(atLeastOne)
  if (read.length > 6) throw new InvalidArgumentError('six at most fit beside each other')
  return read
}
