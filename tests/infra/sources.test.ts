import { checkFile } from './support/check-file'
import { readInfra } from './support/files'
import { readResourceTypes } from './support/resource-types'

test('every file agrees with the types of Azure and with the files that it uses', async () => {
  const files = await readInfra()
  const types = readResourceTypes()
  expect(files.size).toBeGreaterThan(1)
  expect([...files.values()].flatMap((file) => checkFile(file, files, types))).toEqual([])
})
