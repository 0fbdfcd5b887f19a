import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { JsonObject } from '../json'

export const catalogs = ['configurationSettings', 'complianceSettings', 'settingDefinitions'] as const

export type CatalogName = (typeof catalogs)[number]

/** Setting definitions as JSON bytes, because most of them are sent without being parsed. */
export interface DefinitionCatalog {
  ready(): Promise<void>
  size(catalog: CatalogName): number
  at(catalog: CatalogName, position: number): Buffer | undefined
  /** Finds a definition by id, ignoring case. */
  find(catalog: CatalogName, id: string): Buffer | undefined
}

export interface Entries {
  list: Buffer[]
  byId: Map<string, Buffer>
}

export function noEntries(): Entries {
  return { list: [], byId: new Map() }
}

export type AllEntries = Readonly<Record<CatalogName, Entries>>

/** Creates a catalog from entries in memory. */
export function catalogOf(entries: AllEntries): DefinitionCatalog {
  return {
    ready: () => Promise.resolve(),
    size: (catalog) => entries[catalog].list.length,
    at: (catalog, position) => entries[catalog].list[position],
    find: (catalog, id) => entries[catalog].byId.get(id.toLowerCase()),
  }
}

export const noDefinitions = catalogOf({
  configurationSettings: noEntries(),
  complianceSettings: noEntries(),
  settingDefinitions: noEntries(),
})

const files: Readonly<Record<CatalogName, string>> = {
  configurationSettings: 'configuration-settings.jsonl.gz',
  complianceSettings: 'compliance-settings.jsonl.gz',
  settingDefinitions: 'intent-setting-definitions.jsonl.gz',
}

/** Starts to read the catalog files of a folder; `ready` waits for that. Throws when a file is missing. */
export function folderCatalog(folder: string): DefinitionCatalog {
  const missing = catalogs.map((catalog) => files[catalog]).find((file) => !existsSync(join(folder, file)))
  if (missing !== undefined) throw new Error(`There is no ${missing} in the definitions folder ${folder}.`)
  let found: DefinitionCatalog | undefined
  const reading = Promise.all(catalogs.map((catalog) => readEntries(join(folder, files[catalog])))).then((entries) => {
    found = catalogOf(Object.fromEntries(catalogs.map((name, i) => [name, entries[i]!])) as AllEntries)
  })
  reading.catch(() => {}) // `ready` reports the error
  const loaded = () => {
    if (!found) throw new Error('the definitions are used before they are read')
    return found
  }
  return {
    ready: () => reading,
    size: (catalog) => loaded().size(catalog),
    at: (catalog, position) => loaded().at(catalog, position),
    find: (catalog, id) => loaded().find(catalog, id),
  }
}

/** Joins two catalogs; the first has priority. */
export function joinCatalogs(first: DefinitionCatalog, second: DefinitionCatalog): DefinitionCatalog {
  return {
    ready: async () => void (await Promise.all([first.ready(), second.ready()])),
    size: (catalog) => first.size(catalog) + second.size(catalog),
    at: (catalog, position) => first.at(catalog, position) ?? second.at(catalog, position - first.size(catalog)),
    find: (catalog, id) => first.find(catalog, id) ?? second.find(catalog, id),
  }
}

async function readEntries(file: string): Promise<Entries> {
  const bytes = await promisify(gunzip)(await readFile(file))
  const entries = noEntries()
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(10, from)
    const line = bytes.subarray(from, end < 0 ? bytes.length : end)
    from += line.length + 1
    if (line.length > 1) addLine(entries, line)
  }
  return entries
}

const idKey = Buffer.from('"id":"')

/** Searches the id in the bytes, because parsing 55 MB takes seconds. The first `id` of a definition is its own. */
function addLine(entries: Entries, line: Buffer): void {
  const at = line.indexOf(idKey)
  const from = at + idKey.length
  const quoted = line.subarray(from, line.indexOf('"', from)).toString()
  const id = at < 0 || quoted.includes('\\') ? (JSON.parse(line.toString()) as { id: string }).id : quoted
  put(entries, id, line)
}

/** Adds a definition, which must have an id. */
export function addEntry(entries: Entries, definition: JsonObject): void {
  put(entries, String(definition['id']), Buffer.from(JSON.stringify(definition)))
}

function put(entries: Entries, id: string, bytes: Buffer): void {
  entries.list.push(bytes)
  entries.byId.set(id.toLowerCase(), bytes)
}
