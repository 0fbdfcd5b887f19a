import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Json, type JsonObject, isObject } from '../json'

/** A file of exported JSON with its objects, or why it has none. */
export type ExportFile = { file: string; objects: JsonObject[] } | { file: string; why: string }

/** Reads all JSON files below a folder, in the order of their paths. Throws when there is no such folder. */
export function* exportFiles(folder: string): Iterable<ExportFile> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`There is no folder ${folder} to load policies from.`)
  const { files, closed } = jsonFiles(folder)
  for (const path of closed) yield { file: relative(folder, path), why: 'is a folder that cannot be read' }
  for (const path of files) {
    const file = relative(folder, path)
    const read = readJson(path)
    const objects = 'why' in read ? [] : objectsOf(read.json)
    if ('why' in read) yield { file, why: read.why }
    else yield objects.length === 0 ? { file, why: 'contains no object' } : { file, objects }
  }
}

/** Finds the files, and the folders that cannot be read. Links to files count, links to folders do not: they may lead in a circle. */
function jsonFiles(top: string): { files: string[]; closed: string[] } {
  const files: string[] = []
  const closed: string[] = []
  const folders = [top]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    try {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name)
        if (entry.isDirectory()) folders.push(path)
        else if (entry.name.toLowerCase().endsWith('.json') && isFile(path)) files.push(path)
      }
    } catch {
      closed.push(folder)
    }
  }
  return { files: files.sort((a, b) => (a < b ? -1 : 1)), closed }
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

function readJson(file: string): { json: Json } | { why: string } {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    return { why: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` }
  }
  try {
    return { json: JSON.parse(decoded(bytes)) as Json }
  } catch {
    return { why: 'is not valid JSON' }
  }
}

/** Reads UTF-8 with or without a byte order mark, and UTF-16 of both orders with one (PowerShell). */
function decoded(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex')
  const encoding = { fffe: 'utf-16le', feff: 'utf-16be' }[mark] ?? 'utf-8'
  return new TextDecoder(encoding).decode(bytes) // drops the mark
}

/** Returns the objects of a file: one policy, a list, or a page of Graph. */
function objectsOf(json: Json): JsonObject[] {
  if (Array.isArray(json)) return json.filter(isObject)
  if (!isObject(json)) return []
  return Array.isArray(json['value']) && json['id'] === undefined ? json['value'].filter(isObject) : [json]
}
