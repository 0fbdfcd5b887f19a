import { checkFile } from './support/check-file'
import { readInfra } from './support/files'
import { readResourceTypes } from './support/resource-types'
import { type Mistake, mistakesIn, untouchedIn, withMistake } from './support/mistakes'
import type { BicepFile } from './support/syntax'

const types = readResourceTypes()
let files: Map<string, BicepFile>
beforeAll(async () => void (files = await readInfra()))

/** What is found in a file with this mistake. */
async function find(file: BicepFile, mistake: Mistake): Promise<string[]> {
  try {
    const changed = await withMistake(file, mistake)
    return checkFile(changed, new Map([...files, [file.path, changed]]), types)
  } catch (error) {
    return [(error as Error).message]
  }
}

test('nothing is found where nothing was changed', async () => {
  for (const file of files.values())
    for (const untouched of untouchedIn(file)) expect(await find(file, untouched)).toEqual([])
})

test('a typing mistake in any name, value, reference or API version is found', async () => {
  const missed: string[] = []
  const kinds = new Map<string, number>()
  for (const file of files.values())
    for (const mistake of mistakesIn(file)) {
      kinds.set(mistake.what, (kinds.get(mistake.what) ?? 0) + 1)
      const found = await find(file, mistake)
      if (found.length === 0) missed.push(`${file.path}: ${mistake.what} of ${mistake.place}`)
    }
  expect(missed).toEqual([])
  const resources = [...files.values()].flatMap((file) => file.resources).length
  expect(kinds.get('API version')).toBe(resources)
  expect(kinds.get('type')).toBe(resources)
  for (const what of ['property', 'value', 'reference']) expect(kinds.get(what)).toBeGreaterThan(resources)
})
