import { checkFile } from './support/check-file'
import { readInfra } from './support/files'
import { readResourceTypes } from './support/resource-types'
import { mistakesIn, withMistake } from './support/mistakes'

test('a typing mistake in any name, value, reference or API version is found', async () => {
  const files = await readInfra()
  const types = readResourceTypes()
  const missed: string[] = []
  const kinds = new Map<string, number>()
  for (const file of files.values())
    for (const mistake of mistakesIn(file)) {
      kinds.set(mistake.what, (kinds.get(mistake.what) ?? 0) + 1)
      const found = await withMistake(file, mistake).then(
        (changed) => checkFile(changed, new Map([...files, [file.path, changed]]), types),
        (error: Error) => [error.message],
      )
      if (found.length === 0) missed.push(`${file.path}: ${mistake.what} of ${mistake.place}`)
    }
  expect(missed).toEqual([])
  const resources = [...files.values()].flatMap((file) => file.resources).length
  expect(kinds.get('API version')).toBe(resources)
  expect(kinds.get('type')).toBe(resources)
  expect(kinds.get('property')).toBeGreaterThan(resources)
  expect(kinds.get('value')).toBeGreaterThan(resources)
  expect(kinds.get('reference')).toBeGreaterThan(resources)
})
