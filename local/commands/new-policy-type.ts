import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'
import { Command } from 'commander'
import { nameKinds } from '../../src/intune/assignments/names'
import { skeletonOf, withName, withRecord } from './policy-type-skeleton'
import { UsageError } from '../../cli/usage'

const registries = ['src/intune/policy-types/registry.ts', 'local/simulator/collections/registry.ts']
const names = 'src/shared/policy-sources.ts'

/** `npm run new:policy-type NAME` */
export function newPolicyTypeCommand(): Command {
  return new Command('new:policy-type')
    .description(
      'Writes the skeleton of a new policy type: a folder in the product, one in the simulator, a line in each registry and in the list of names.',
    )
    .argument('<collection>', 'the Graph collection, such as deviceShellScripts')
    .action((collection: string) => {
      console.log(`Written:\n${newPolicyType(process.cwd(), collection).map(indented).join('\n')}`)
      console.log(
        `\nNow "npx jest tests/intune/policy-types -t ${collection}" lists what to fill in; docs/extending.md explains how.`,
      )
    })
}

/**
 * Writes the skeleton of a policy type below `root` and returns the paths of the written files. Throws before writing
 * when the name cannot be a Graph collection or already exists.
 */
export function newPolicyType(root: string, collection: string): string[] {
  if (!/^[a-z][A-Za-z0-9]{2,79}$/.test(collection) || !collection.endsWith('s'))
    throw new UsageError(`"${collection}" is no collection: it is written as in Graph's URL, like deviceShellScripts.`)
  for (const { path } of skeletonOf(collection))
    if (existsSync(join(root, path))) throw new Error(`"${collection}" exists: ${path}.`)
  if (isTaken(root, collection))
    throw new UsageError(`"${collection}" cannot be the name of a record: it means something else already.`)
  const lists = registries.map((path) => ({
    path,
    text: withRecord(readFileSync(join(root, path), 'utf8'), collection),
  }))
  const named = { path: names, text: withName(readFileSync(join(root, names), 'utf8'), collection) }
  const files = [...skeletonOf(collection), ...lists, named]
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return files.map(({ path }) => path)
}

/** What runs call other things that they read, beside sources. */
const otherItems: readonly string[] = [...nameKinds, 'organization', 'subscribedSkus']

/** True for a word of the language, a name that the registries or the new files use themselves, and an item of a run. */
function isTaken(root: string, name: string): boolean {
  const inRegistry = (path: string) => new RegExp(`\\b${name}\\b`).test(readFileSync(join(root, path), 'utf8'))
  const imported = skeletonOf(name).flatMap(({ text }) => /^import .*/gm.exec(text) ?? [])
  return (
    !isIdentifier(name) ||
    otherItems.includes(name) ||
    registries.some(inRegistry) ||
    imported.some((line) => line.includes(` ${name} `))
  )
}

function isIdentifier(name: string): boolean {
  try {
    return new Script(`const ${name} = 0`) instanceof Script
  } catch {
    return false
  }
}

function indented(line: string): string {
  return `  ${line}`
}
