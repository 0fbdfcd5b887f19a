import * as z from 'zod'
import { type OperationRecord, requestShape } from '../src/shared/operation-record'
import { UsageError } from './usage'

/** Reads the input of an operation from JSON. Throws for what the operation's own schema refuses. */
export function readInput(record: OperationRecord, text = '{}'): object {
  const parsed = z.strictObject(requestShape(record)).safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const says = parsed.error.issues.map(({ path, message }) => [...path, message].join(': '))
  throw new UsageError(`--input is not what the operation needs: ${says.join('; ')}.`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError('--input must be a JSON object.')
  }
}
