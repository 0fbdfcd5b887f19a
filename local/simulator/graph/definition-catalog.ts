import { closeSync, existsSync, openSync, readSync } from 'node:fs'
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

export interface Definitions {
  list: Buffer[]
  byId: Map<string, Buffer>
}

export function emptyDefinitions(): Definitions {
  return { list: [], byId: new Map() }
}

export type AllDefinitions = Readonly<Record<CatalogName, Definitions>>

/** Creates a catalog from definitions in memory. */
export function catalogOf(definitions: AllDefinitions): DefinitionCatalog {
  return {
    ready: () => Promise.resolve(),
    size: (catalog) => definitions[catalog].list.length,
    at: (catalog, position) => definitions[catalog].list[position],
    find: (catalog, id) => definitions[catalog].byId.get(id.toLowerCase()),
  }
}

export const noDefinitions = catalogOf({
  configurationSettings: emptyDefinitions(),
  complianceSettings: emptyDefinitions(),
  settingDefinitions: emptyDefinitions(),
})

const files: Readonly<Record<CatalogName, string>> = {
  configurationSettings: 'configuration-settings.jsonl.gz',
  complianceSettings: 'compliance-settings.jsonl.gz',
  settingDefinitions: 'intent-setting-definitions.jsonl.gz',
}

/** Throws a sentence when a file of definitions is missing in a folder, or is not compressed as its name says. */
export function checkDefinitions(folder: string): void {
  for (const file of Object.values(files)) {
    const path = join(folder, file)
    if (!existsSync(path)) throw new Error(`There is no ${file} in the definitions folder ${folder}.`)
    const head = Buffer.alloc(2)
    const opened = openSync(path, 'r')
    readSync(opened, head)
    closeSync(opened)
    if (head.toString('hex') !== '1f8b')
      throw new Error(`${path} is no gzip: is it the text of Git LFS, or was it unpacked?`)
  }
}

/** Starts to read the catalog files of a folder; `ready` waits for that. Throws as `checkDefinitions`. */
export function folderCatalog(folder: string): DefinitionCatalog {
  checkDefinitions(folder)
  let found: DefinitionCatalog | undefined
  const reading = Promise.all(catalogs.map((catalog) => readDefinitions(join(folder, files[catalog])))).then(
    (definitions) => {
      found = catalogOf(Object.fromEntries(catalogs.map((name, i) => [name, definitions[i]!])) as AllDefinitions)
    },
  )
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

async function readDefinitions(file: string): Promise<Definitions> {
  const bytes = await promisify(gunzip)(await readFile(file))
  const definitions = emptyDefinitions()
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(10, from)
    const line = bytes.subarray(from, end < 0 ? bytes.length : end)
    from += line.length + 1
    if (line.length > 1) addLine(definitions, line)
  }
  return definitions
}

const idKey = Buffer.from('"id":"')

/** Searches the id in the bytes, because parsing 55 MB takes seconds. The first `id` of a definition is its own. */
function addLine(definitions: Definitions, line: Buffer): void {
  const at = line.indexOf(idKey)
  const from = at + idKey.length
  const quoted = line.subarray(from, line.indexOf('"', from)).toString()
  const id = at < 0 || quoted.includes('\\') ? (JSON.parse(line.toString()) as { id: string }).id : quoted
  put(definitions, id, line)
}

/** Adds a definition, which must have an id. */
export function addDefinition(definitions: Definitions, definition: JsonObject): void {
  put(definitions, String(definition['id']), Buffer.from(JSON.stringify(definition)))
}

function put(definitions: Definitions, id: string, bytes: Buffer): void {
  definitions.list.push(bytes)
  definitions.byId.set(id.toLowerCase(), bytes)
}
