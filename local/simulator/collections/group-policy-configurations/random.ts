import { fixedPolicy, type Policy } from '../../data/policy'
import type { Json, JsonObject } from '../../json'
import { random as diceOf, type Random, uuid } from '../../seed'
import { assignments } from '../../synthetic/assignments'
import type { RandomPolicies } from '../record'
import { type Field, type Template, templates } from './definitions'
import { definitionValue, presentationValue, properties, type ValueKind } from './objects'

const stream = 'groupPolicyConfigurations'
const idOf = (seed: number, n: number) => uuid(stream, seed, n)

/** Policies with every kind of field: some empty, some with more settings than fit on a page. */
export const random: RandomPolicies = { size: { onTop: 0.04 }, id: idOf, make }

function make(seed: number, n: number, odd: boolean): Policy {
  const dice = diceOf(stream, seed, n)
  const id = idOf(seed, n)
  const item = { id, ...properties(`Administrative template - ${dice.pick(['Office', 'Windows', 'Edge'])} ${n}`) }
  const used = chosen(dice)
  return fixedPolicy(id, item, {
    assignments: assignments(stream, seed, n, id),
    definitionValues: used.map((template, i) => setting(template, uuid(id, 'setting', i), dice, odd)),
  })
}

/** Picks neighbours in the list, so that a name often occurs for computers and for users. */
function chosen(dice: Random): Template[] {
  const count = dice.chance(0.15) ? 0 : dice.chance(0.25) ? 26 + dice.int(30) : 1 + dice.int(12)
  const first = dice.int(templates.length)
  return Array.from({ length: count }, (_, i) => templates[(first + i) % templates.length]!)
}

function setting({ definition, fields }: Template, id: string, dice: Random, odd: boolean): JsonObject {
  if (dice.chance(0.25)) return definitionValue(id, false, definition)
  return definitionValue(
    id,
    true,
    definition,
    fields.map((field, n) => filled(field, uuid(id, 'field', n), dice, odd)),
  )
}

function filled({ kind, presentation }: Field, id: string, dice: Random, odd: boolean): JsonObject {
  const choice = presentation['items'] && dice.pick(['0', '1', '2', '7']) // `7`: no item has it any more
  return presentationValue(id, kind, choice ?? values[kind](dice, odd), presentation)
}

const oddText = '\u0000 \u{1F600}/%2F "'.repeat(400)

const values: Record<ValueKind, (dice: Random, odd: boolean) => Json> = {
  Boolean: (dice) => dice.chance(0.5),
  Decimal: (dice) => dice.int(1440),
  LongDecimal: (dice) => dice.int(1000) * 2 ** 40,
  Text: (dice, odd) => (odd && dice.chance(0.2) ? oddText : dice.pick(['', `\\\\server-${dice.int(99)}\\share`])),
  MultiText: (dice) => Array.from({ length: dice.int(4) }, () => `C:\\Data\\${dice.int(99)}`),
  List: (dice, odd) =>
    Array.from({ length: dice.int(odd ? 300 : 5) }, () => ({
      name: dice.pick([`https://site-${dice.int(9)}.example`, '']),
      value: dice.pick(['1', '2', null]),
    })),
}
