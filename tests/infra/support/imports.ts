import { join } from 'node:path/posix'
import type { BicepFile, UserFunction, Variable } from './syntax'

/** All `.bicep` files, by path below `infra/`. */
export type Files = ReadonlyMap<string, BicepFile>

/** The path of what stands in `file`, as a path below `infra/`. */
export const resolve = (file: BicepFile, path: string) => join(file.path, '..', path)

/** Whether other files may import it. */
export const isExported = ({ decorators }: UserFunction | Variable) => decorators.some(({ name }) => name === 'export')

interface Imported {
  functions: UserFunction[]
  variables: Variable[]
  /** What is named and not exported. */
  missing: string[]
}

/** What each line `import` of a file brings. */
export function importsOf(file: BicepFile, files: Files): Imported[] {
  return file.imports.map(({ names, from }) => {
    const target = files.get(resolve(file, from))
    const named = <One extends UserFunction | Variable>(all: One[] = []) =>
      all.filter((one) => names.includes(one.symbol) && isExported(one))
    const [functions, variables] = [named(target?.functions), named(target?.variables)]
    const found = [...functions, ...variables].map(({ symbol }) => symbol)
    const missing = names.filter((name) => !found.includes(name)).map((name) => `${from} exports no ${name}`)
    return { functions, variables, missing }
  })
}
