import { UnreadableError } from './api-error'
import { reliedOn } from './relied-on'
import type { Operations } from './schema'

/** Reads the answer of a route; empty is null. Throws `UnreadableError` when it has not what the pages rely on. */
export function readAnswer(name: keyof Operations, text: string): unknown {
  const answer = text === '' ? null : parse(text)
  const sample: unknown = reliedOn[name]
  if (sample !== undefined && !fits(answer, sample)) throw new UnreadableError(`it is not that of ${name}`)
  return answer
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UnreadableError('it is no JSON')
  }
}

/** Whether a value has all that a sample has, of the same types. Each of a list must be as the first of the sample's. */
function fits(value: unknown, sample: unknown): boolean {
  if (Array.isArray(sample)) return Array.isArray(value) && value.every((each) => fits(each, sample[0]))
  if (typeof sample !== 'object') return typeof value === typeof sample
  const has = new Map(Object.entries(Object(value)))
  return Object.entries(Object(sample)).every(([name, part]) => fits(has.get(name), part))
}
