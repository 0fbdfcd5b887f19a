import { evaluate, type Names, withLocal } from './evaluate'
import { readLoaded } from './files'
import { functions, type Value } from './functions'
import { type Files, importsOf, resolve } from './imports'
import type { BicepFile } from './syntax'

/** Calls a function of a file, one that it imports, or one of Bicep. Throws where there is none. */
export function callFunction(files: Files, file: BicepFile, name: string, args: Value[]): Value {
  const home = homeOf(files, file, name)
  const own = home?.functions.find(({ symbol }) => symbol === name)
  if (!home || !own) {
    const known = functions[name]
    if (!known) throw new Error(`${file.path}: there is no function ${name}.`)
    if (name === 'loadTextContent') return textOf(file, args[0]!)
    if (name === 'loadJsonContent') return JSON.parse(textOf(file, args[0]!)) as Value
    return known.run(...args)
  }
  // a function sees its own parameters alone
  const alone: Names = {
    valueOf: (other) => {
      throw new Error(`${home.path}: nothing in ${name} is called ${other}.`)
    },
    call: (other, given) => callFunction(files, home, other, given),
  }
  return evaluate(
    own.body,
    own.parameters.reduce((names, parameter, i) => withLocal(names, parameter.name, args[i]!), alone),
  )
}

function textOf(file: BicepFile, path: Value): string {
  const text = readLoaded(resolve(file, String(path)))
  if (text === null) throw new Error(`${file.path}: there is no file ${String(path)}.`)
  return text
}

function homeOf(files: Files, file: BicepFile, name: string): BicepFile | undefined {
  if (file.functions.some(({ symbol }) => symbol === name)) return file
  const at = importsOf(file, files).findIndex(({ functions: all }) => all.some(({ symbol }) => symbol === name))
  return at < 0 ? undefined : files.get(resolve(file, file.imports[at]!.from))
}
