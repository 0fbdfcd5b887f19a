import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkFile } from './support/check-file'
import { infra, readInfra } from './support/files'
import { resolve } from './support/imports'
import { readResourceTypes } from './support/resource-types'

test('every file agrees with the types of Azure and with the files that it uses', async () => {
  const files = await readInfra()
  const types = readResourceTypes()
  expect(files.size).toBeGreaterThan(1)
  expect([...files.values()].flatMap((file) => checkFile(file, files, types))).toEqual([])
})

test('the extensions that files name are those of bicepconfig.json', async () => {
  const named = [...(await readInfra()).values()].flatMap(({ extensions }) => extensions)
  const config = JSON.parse(readFileSync(join(infra, 'bicepconfig.json'), 'utf8')) as { extensions: object }
  expect(new Set(named)).toEqual(new Set(Object.keys(config.extensions)))
})

test('every module is used by a file, and none is longer than 165 lines', async () => {
  const files = await readInfra()
  const used = [...files.values()].flatMap((file) =>
    [...file.modules.map(({ path }) => path), ...file.imports.map(({ from }) => from)].map((path) =>
      resolve(file, path),
    ),
  )
  const modules = [...files.values()].filter(({ path }) => path.startsWith('modules/'))
  expect(modules.filter(({ path }) => !used.includes(path)).map(({ path }) => path)).toEqual([])
  expect(modules.filter(({ text }) => text.split('\n').length > 165).map(({ path }) => path)).toEqual([])
})
