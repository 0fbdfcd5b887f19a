import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { StoredDefinition } from '../../../src/intune/stored/definition'
import { trimDefinition } from '../../../src/intune/definitions/trim-definition'

/** Public policies and definitions in a folder beside the repository. They are not part of it and may be missing. */
const shared = resolve(__dirname, '../../../../shared')
export const haveSamples = existsSync(join(shared, 'samples')) && existsSync(join(shared, 'definitions'))

export interface Sample {
  file: string
  body: Record<string, unknown>
  text: string
}

export function samples(): Sample[] {
  return readdirSync(join(shared, 'samples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(shared, 'samples', file), 'utf8').replace(/^\ufeff/, '')
      return { file, text, body: JSON.parse(text) as Record<string, unknown> }
    })
}

type DefinitionFile = 'configuration-settings' | 'compliance-settings' | 'intent-setting-definitions'

export function definitionsOf(name: DefinitionFile): Map<string, StoredDefinition> {
  const lines = gunzipSync(readFileSync(join(shared, 'definitions', `${name}.jsonl.gz`)))
    .toString()
    .split('\n')
  const trimmed = lines.filter(Boolean).map((line) => trimDefinition(JSON.parse(line)))
  return new Map(trimmed.filter((known) => known !== null).map((known) => [known.id.toLowerCase(), known]))
}
