import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ignore from 'ignore'

const root = join(__dirname, '../../..')
const patterns = readFileSync(join(root, '.funcignore'), 'utf8')

/** Every tracked or built file, but only the first level of `node_modules`. */
function filesOfCheckout(): string[] {
  const entries = readdirSync(root, { withFileTypes: true })
  return entries.flatMap((entry) =>
    entry.isDirectory() && entry.name !== 'node_modules'
      ? filesBelow(entry.name)
      : [entry.isDirectory() ? 'node_modules/zod/index.js' : entry.name],
  )
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

/**
 * Reads the patterns as Core Tools does: each is tried at the start of a path, a star is at least one character, and nothing
 * has to follow (Azure/azure-functions-core-tools `GitIgnoreParser.cs`).
 */
function coreTools(): (file: string) => boolean {
  const lines = patterns.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const starts = lines.map((line) =>
    line
      .replace(/^\//, '')
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^/]+'),
  )
  const denied = new RegExp(`^(?:${starts.join('|')})`)
  return (file) => !denied.test(file)
}

/** Reads them as npm's `ignore` does, which `functions-action` and VS Code use. */
function npmIgnore(): (file: string) => boolean {
  const reader = ignore().add(patterns)
  return (file) => !reader.ignores(file)
}

const isDeployed = (file: string) =>
  ['NOTICE', 'host.json', 'package.json', 'package-lock.json'].includes(file) ||
  /^(dist\/(functions\/|src\/|package\.json$)|node_modules\/)/.test(file)

test.each([
  ['Core Tools', coreTools],
  ["npm's ignore", npmIgnore],
])('%s packs dist/functions, dist/src, packages and manifests, and nothing else', (_name, reading) => {
  const files = filesOfCheckout()
  expect(files).toEqual(
    expect.arrayContaining(['dist/functions/main.js', 'dist/src/main.js', 'local/cli.ts', 'dist/local/cli.js']),
  )
  const packed = reading()
  expect(files.filter(packed).filter((file) => !isDeployed(file))).toEqual([])
  expect(files.filter(isDeployed).filter((file) => !packed(file))).toEqual([])
})
