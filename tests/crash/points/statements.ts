import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** A place in the sources that writes to the database. */
export interface Site {
  /** Such as `runs/ledger/record-sent`. */
  file: string
  /** Such as `update runs`, and `update runs (2)` for the next one of the file. */
  what: string
  /** The statement from its verb to its first parameter: how it is known on the wire. */
  start: string
}

const root = resolve(__dirname, '../../../src')
const squeeze = (text: string) => text.replace(/\s+/g, ' ').trim()

/**
 * What no instance runs: migrations, and commands that people start. And what only the sign-in of a browser begins: one
 * transaction, whose races are in tests/access/consent.
 */
const elsewhere = (path: string) =>
  path.startsWith('db/') ||
  ['intune/store/legacy.ts', 'access/bootstrap.ts', 'access/consent/step.ts', 'tenants/activate.ts'].includes(path)

/** Every writing statement of `src` that a worker runs. */
export const sites: readonly Site[] = findSites()

function findSites(): Site[] {
  const tables = [
    ...readdirSync(join(root, 'db/schema'))
      .map((file) => readFileSync(join(root, 'db/schema', file), 'utf8'))
      .join('')
      .matchAll(/(?:pgTable|ours\.table)\(\s*'(\w+)'/g),
  ].map((m) => m[1])
  const names = tables.join('|')
  // and the function of the database that admits runs
  const plain = new RegExp(
    `(insert into|update|delete from|merge into|truncate|lateral)\\s+(${names}|start_run)\\b[^\`$]*`,
    'g',
  )
  const built = new RegExp(`\\.\\s*(insert|update|delete)\\((${names})\\)`, 'g')
  const verbs: Record<string, string> = { insert: 'insert into', update: 'update', delete: 'delete from' }
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
  const found = files
    .filter((path) => path.endsWith('.ts') && !elsewhere(path))
    .flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8').replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
      const file = path.replace(/\.ts$/, '')
      const site = (start: string, verb: string, table: string) => ({ file, what: `${verb} ${table}`, start })
      return [
        ...[...text.matchAll(plain)].map((m) => site(squeeze(m[0]), m[1]!, m[2]!)),
        ...[...text.matchAll(built)].map((m) => site(`${verbs[m[1]!]} "tenantpilot"."${m[2]}"`, verbs[m[1]!]!, m[2]!)),
      ]
    })
  return found.map((site, i) => {
    const alike = found.slice(0, i).filter(({ file, what }) => file === site.file && what === site.what).length
    return alike === 0 ? site : { ...site, what: `${site.what} (${alike + 1})` }
  })
}

/** The places a statement came from: for each of its writes the one that says most of it. */
export function sitesOf(query: string): Site[] {
  const text = squeeze(query)
  const found = sites.filter(({ start }) => text.includes(start))
  return found.filter(
    (site) => !found.some((o) => o !== site && o.start !== site.start && o.start.includes(site.start)),
  )
}

/** A short name for a writing statement: its place, and its first write. */
export function labelOf(query: string): string {
  const text = squeeze(query)
  const [site] = sitesOf(query).sort((a, b) => text.indexOf(a.start) - text.indexOf(b.start))
  return site ? `${site.file}: ${site.what}` : `unknown: ${squeeze(query).slice(0, 80)}`
}

/** All that is not known for certain to read only. Taking a lock is no write. */
export function isWriting(query: string): boolean {
  const text = query
    .replace(/--.*$|\/\*[^]*?\*\//gm, ' ')
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/"[^"]*"/g, '""')
    .replace(/\bfor\s+(no\s+key\s+)?update\b/gi, ' ')
    .trim()
  if (!/^(select|with|show|set|begin|rollback|savepoint|release|start)\b/i.test(text)) return text !== ''
  return /\b(insert|update|delete|merge|truncate|nextval|setval|into|start_run)\b/i.test(text)
}

/** The processes run the compiled app: it must be there, and hold the statements that the sources hold. */
export function assertBuilt(): void {
  for (const { file, what, start } of sites) {
    const path = resolve(root, '../dist/src', `${file}.js`)
    const compiled = existsSync(path) ? squeeze(readFileSync(path, 'utf8')) : ''
    const found = start.includes('"') ? compiled !== '' : compiled.includes(start)
    if (!found) throw new Error(`dist is missing or stale (${file}: ${what}): npm run build`)
  }
}
