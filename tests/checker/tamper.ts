import type { Row } from './model'

/** An export with one altered or removed row. */
export interface Tampered {
  rows: Row[]
  was: Row
  /** Undefined: the row is gone. */
  is: Row | undefined
  column: keyof Row | undefined
}

/** Every column that the checker checks. */
const columns = [
  'tenant_id',
  'graph_policy_id',
  'policy_name',
  'policy_type',
  'setting_name',
  'setting_value',
  'setting_value_type',
  'source',
  'setting_path',
  'raw_value',
  'definition_id',
  'category',
] as const satisfies (keyof Row)[]

/** Removes one row of an export, or alters one of its columns. `random(n)` returns a number below n. */
export function tamper(rows: readonly Row[], random: (n: number) => number): Tampered {
  const at = random(rows.length)
  const was = rows[at]
  if (!was) throw new Error('There is no row to tamper with.')
  const column = random(4) === 0 ? undefined : columns[random(columns.length)]
  const is = column && { ...was, [column]: altered(was[column], random) }
  return { rows: is ? rows.with(at, is) : rows.toSpliced(at, 1), was, is, column }
}

function altered(value: string | null, random: (n: number) => number): string | null {
  if (value === null || value === '') return 'x'
  const characters = Array.from(value)
  const place = random(characters.length)
  switch (random(4)) {
    case 0:
      return `${value}x`
    case 1:
      return characters.toSpliced(place, 1).join('')
    case 2:
      return characters.with(place, characters[place] === '~' ? '-' : '~').join('')
    default:
      return characters.toSpliced(place, 0, '7').join('')
  }
}
