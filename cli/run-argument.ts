import { Argument } from 'commander'
import { idOf } from './option-values'

/** The id of a run in examples. */
export const exampleId = '0198c1f2-7c1e-7a55-9d3c-2f1d8a4b6e70'

/** The id of a run as an argument. It becomes a part of paths. */
export const runArgument = () =>
  new Argument('<id>', 'the id that was printed when the run was started').argParser(readRunId)

/** The same where it may be left out. `otherwise`: which run is then meant. */
export const optionalRunArgument = (otherwise: string) =>
  new Argument('[id]', `the id that was printed when the run was started; else ${otherwise}`).argParser(readRunId)

/** Reads the id of a run. Throws for the parser. */
export const readRunId = idOf('run')
