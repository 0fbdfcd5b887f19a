import { Argument, InvalidArgumentError } from 'commander'
import * as z from 'zod'

/** The id of a run in examples. */
export const exampleId = '0198c1f2-7c1e-7a55-9d3c-2f1d8a4b6e70'

/** The id of a run as an argument. It becomes a part of paths. */
export const runArgument = () =>
  new Argument('<id>', 'the id that was printed when the run was started').argParser(readRunId)

/** Reads the id of a run. Throws for the parser. */
export function readRunId(text: string): string {
  if (!z.uuid().safeParse(text).success) throw new InvalidArgumentError('It is no id of a run.')
  return text
}
