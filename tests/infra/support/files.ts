import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readBicep } from './read-file'
import type { BicepFile } from './syntax'

/** The folder of the sources. */
export const infra = join(__dirname, '..', '..', '..', 'infra')

/** Reads all `.bicep` files, by path below `infra/`. */
export async function readInfra(): Promise<Map<string, BicepFile>> {
  const paths = readdirSync(infra, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.bicep'))
  const files = new Map<string, BicepFile>()
  for (const path of paths.toSorted()) files.set(path, await readBicep(path, readFileSync(join(infra, path), 'utf8')))
  return files
}

/** The text of a file that a source reads while it is compiled; `path` is below `infra/`. Null: there is none. */
export function readLoaded(path: string): string | null {
  const full = join(infra, path)
  return existsSync(full) ? readFileSync(full, 'utf8') : null
}
