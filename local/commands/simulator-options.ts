import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { collections } from '../simulator/collections/registry'
import { loadExports } from '../simulator/data/exports'
import { checkDefinitions } from '../simulator/graph/definition-catalog'
import type { SimulatorSettings } from '../stack/stack'

/** Command options for the data and the behaviour of the simulated tenant. */
export interface SimulatorOptions {
  data?: string
  definitions?: string
  assign?: true
  odd?: true
  policies: number
  seed: number
  latency: number
  throttle?: true
}

export function addSimulatorOptions(command: Command, defaults: { policies: number; latency: number }): Command {
  return command
    .option('--data <dir>', 'a folder of exported policies instead of the demo tenant')
    .option(
      '--definitions <dir>',
      'a folder of exported setting definitions; without it, settings of --data have no names',
    )
    .option('--assign', 'makes up assignments for exported policies that have none')
    .option('--policies <n>', 'size of the demo tenant', wholeNumber, defaults.policies)
    .option('--seed <n>', 'the same seed makes the same tenant', wholeNumber, 1)
    .addOption(new Option('--odd', 'a random tenant with odd cases instead, as the tests have').conflicts('data'))
    .option('--latency <ms>', 'latency of each Graph request', wholeNumber, defaults.latency)
    .option('--throttle', 'makes Graph throttle early')
}

/** Throws for a folder that cannot be loaded, before anything starts. */
export function toSimulatorSettings(options: SimulatorOptions): Partial<SimulatorSettings> {
  const { data, definitions, assign = false, odd = false, policies, seed, latency, throttle } = options
  return {
    ...(data === undefined ? {} : { data: policiesFolder(data), assign }),
    ...(definitions === undefined ? {} : { definitions: definitionsFolder(definitions) }),
    demo: !odd,
    policies,
    seed,
    latencyMs: latency,
    throttle: throttle ? 'tight' : 'documented',
  }
}

function definitionsFolder(path: string): string {
  const found = existingFolder(path)
  checkDefinitions(found)
  return found
}

/** Throws when nothing in the folder can be served. */
function policiesFolder(path: string): string {
  const found = existingFolder(path)
  loadExports(found, collections)
  return found
}

/** Makes a path absolute. Throws when there is no such folder. */
function existingFolder(path: string): string {
  const found = resolve(path)
  if (!statSync(found, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`There is no folder ${found}.`)
  return found
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('must be a whole number')
  return Number(text)
}
