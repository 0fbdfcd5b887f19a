import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { evaluate } from './evaluate'
import { infra } from './files'
import { parameterFunctions, type Value } from './functions'
import { readBicep } from './read-file'
import type { Expression } from './syntax'

/** A variable of the environment that a file of parameters reads. */
interface Read {
  name: string
  required: boolean
}

/** A `.bicepparam` file. */
export interface ParameterFile {
  using: string
  parameters: { name: string; value: Expression }[]
  /** Every variable of the environment that it reads. */
  reads: Read[]
}

/** Reads a `.bicepparam` text: comments, one `using`, and `param NAME = VALUE`. Throws for anything else. */
export async function readParameterFile(path: string, text: string): Promise<ParameterFile> {
  const using = /^using '([^']+)'$/m.exec(text)
  if (!using) throw new Error(`${path} has no line "using".`)
  const other = text.split('\n').find((line) => !/^(?:$|\/\/|using '|param \w+ = )/.test(line))
  if (other !== undefined) throw new Error(`${path}: cannot be read: ${other}`)
  // the grammar knows no param without a type, and variables look the same otherwise
  const rest = text.replace(using[0], '').replaceAll(/^param (?=\w+ = )/gm, 'var ')
  const file = await readBicep(path, rest)
  const parameters = file.variables.map(({ symbol, value }) => ({ name: symbol, value }))
  return { using: using[1]!, parameters, reads: parameters.flatMap(({ value }) => readsOf(value)) }
}

/** The values of a file of parameters in this environment. Throws where a variable is missing that has no default. */
export function parametersIn(file: ParameterFile, env: Readonly<Record<string, string>>): Record<string, Value> {
  const names = {
    valueOf: (name: string): Value => {
      throw new Error(`Nothing is called ${name}.`)
    },
    call: (name: string, args: Value[]): Value => {
      if (name !== 'readEnvironmentVariable') return parameterFunctions[name]!.run(...args)
      const value = env[String(args[0])] ?? args[1]
      if (value === undefined) throw new Error(`The environment has no ${String(args[0])}.`)
      return value
    },
  }
  return Object.fromEntries(file.parameters.map(({ name, value }) => [name, evaluate(value, names)]))
}

function readsOf(value: Expression): Read[] {
  if (value.kind !== 'call') throw new Error('A parameter is read from the environment.')
  const [first, second] = value.args
  if (value.name !== 'readEnvironmentVariable') return value.args.flatMap(readsOf)
  if (first?.kind !== 'literal') throw new Error('The name of a variable is a text.')
  return [{ name: String(first.value), required: second === undefined }]
}

/** The file of parameters of main.bicep. */
export function readMainParameters(): Promise<ParameterFile> {
  return readParameterFile('main.bicepparam', readFileSync(join(infra, 'main.bicepparam'), 'utf8'))
}

/** The environments that there are. */
export const environments = ['dev', 'staging', 'production'] as const

/** What `environments/NAME.env` sets, without what is left to whoever installs. */
export function readEnvironmentFile(name: string): Record<string, string> {
  return parseEnv(readFileSync(join(infra, 'environments', `${name}.env`), 'utf8')) as Record<string, string>
}
