import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(__dirname, '..')
let copy: string
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'tenantpilot-unused-'))
  const files = ['package.json', 'knip.json', 'tsconfig.json', 'jest.config.cjs', 'jest.slow.config.cjs', 'rooms.cjs']
  for (const path of [...files, 'rooms.d.cts', '.dependency-cruiser.cjs', 'drizzle.config.ts'])
    cpSync(join(root, path), join(copy, path))
  for (const folder of ['functions', 'src', 'cli', 'local', 'tests', 'examples'])
    cpSync(join(root, folder), join(copy, folder), { recursive: true, filter: (path) => !isInstalledOrBuilt(path) })
  for (const folder of ['node_modules', 'dist']) symlinkSync(join(root, folder), join(copy, folder))
})
afterAll(() => rmSync(copy, { recursive: true }))

/** The example may be installed and built here, which is much to copy. */
const isInstalledOrBuilt = (path: string) => /\/(?:node_modules|\.next)$/.test(path)

/** What `npm run unused` finds: the exit code, and what is named. */
function findUnused(): { status: number | null; found: string[] } {
  const knip = join(root, 'node_modules/knip/bin/knip.js')
  const { status, stdout } = spawnSync(process.execPath, [knip, '--reporter', 'json'], { cwd: copy, encoding: 'utf8' })
  const { issues } = JSON.parse(stdout) as { issues: Record<string, { name: string }[] | string>[] }
  const found = issues.flatMap((issue) =>
    Object.entries(issue).flatMap(([kind, named]) =>
      Array.isArray(named) ? named.map(({ name }) => `${kind}: ${name}`) : [],
    ),
  )
  return { status, found: found.toSorted() }
}

test('an unused export, file and package are found, and nothing else', () => {
  appendFileSync(join(copy, 'src/shared/text.ts'), '\nexport const usedByNobody = 1\n')
  writeFileSync(join(copy, 'src/shared/nobody.ts'), 'export const alone = 1\n')
  const manifest = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as { dependencies: object }
  const dependencies = { ...manifest.dependencies, 'needed-by-nobody': '1.0.0' }
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, dependencies }))
  expect(findUnused()).toEqual({
    status: 1,
    found: ['dependencies: needed-by-nobody', 'exports: usedByNobody', 'files: src/shared/nobody.ts'],
  })
})
