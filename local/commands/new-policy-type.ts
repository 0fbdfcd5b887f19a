import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import { skeletonOf, withRecord } from './policy-type-skeleton'
import { UsageError } from '../../cli/usage'

const registries = ['src/intune/policy-types/registry.ts', 'local/simulator/collections/registry.ts']

/** `npm run new:policy-type NAME` */
export function newPolicyTypeCommand(): Command {
  return new Command('new:policy-type')
    .description(
      'Writes the skeleton of a new policy type: a folder in the product, one in the simulator, a line in each registry.',
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
  const lists = registries.map((path) => ({
    path,
    text: withRecord(readFileSync(join(root, path), 'utf8'), collection),
  }))
  const files = [...skeletonOf(collection), ...lists]
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return files.map(({ path }) => path)
}

function indented(line: string): string {
  return `  ${line}`
}
