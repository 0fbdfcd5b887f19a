import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { collections } from '../simulator/collections/registry'
import { loadExports } from '../simulator/data/exports'
import type { SimulatorSettings } from '../stack/stack'

/** Command options for the data and the behaviour of the simulated tenant. */
export interface SimulatorOptions {
  data?: string
  definitions?: string
  policies: number
  seed: number
  latency: number
  throttle?: true
}

export function addSimulatorOptions(command: Command, defaults: { policies: number; latency: number }): Command {
  return command
    .option('--data <dir>', 'a folder of exported policies instead of a synthetic tenant')
    .option('--definitions <dir>', 'a folder of exported setting definitions')
    .option('--policies <n>', 'size of the synthetic tenant', wholeNumber, defaults.policies)
    .option('--seed <n>', 'the same seed makes the same tenant', wholeNumber, 1)
    .option('--latency <ms>', 'latency of each Graph request', wholeNumber, defaults.latency)
    .option('--throttle', 'makes Graph throttle early')
}

/** Throws for a folder that cannot be loaded, before anything starts. */
export function toSimulatorSettings(options: SimulatorOptions): Partial<SimulatorSettings> {
  return {
    ...(options.data === undefined ? {} : { data: policiesFolder(options.data) }),
    ...(options.definitions === undefined ? {} : { definitions: existingFolder(options.definitions) }),
    policies: options.policies,
    seed: options.seed,
    latencyMs: options.latency,
    throttle: options.throttle ? 'tight' : 'documented',
  }
}

function policiesFolder(path: string): string {
  const found = existingFolder(path)
  const { served, notServed } = loadExports(found, collections).loaded
  if (Object.values(served).some((count) => count > 0)) return found
  const [first] = notServed
  if (!first) throw new Error(`The folder ${found} has no JSON files to load policies from.`)
  throw new Error(
    `The folder ${found} has no policies that are known. The first of its files, ${first.file}: ${first.why}.`,
  )
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
