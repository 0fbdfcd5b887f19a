import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Environment, platformSettings } from '../src/environment'

const root = join(__dirname, '..')

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|cjs|js)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

/** A `setTimeout`, `delay` or `sleep` call with a literal number; not jest's limit, not a method of a clock. */
const sleeps = /(?<![.\w])(?:setTimeout|delay|sleep)\((?:[^()]|\([^()]*\))*?(\d[\d_]*)\s*(?:,\s*undefined[^)]*)?\)/g

test('no test sleeps longer than 50 ms, because tests wait for conditions', () => {
  const long = filesBelow('tests')
    .filter((file) => file !== relative(root, __filename))
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(sleeps)]
        .filter((match) => Number(match[1]!.replaceAll('_', '')) > 50)
        .map((match) => `${file}: ${match[0]}`),
    )
  expect(long).toEqual([])
})

test('the check for sleeps finds one', () => {
  const written = ['setTimeout(resolve', '75)'].join(', ')
  expect([...written.matchAll(sleeps)].map((match) => match[1])).toEqual(['75'])
})

test('no file in functions/ has more than 40 lines', () => {
  const long = filesBelow('functions').filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 40)
  expect(long).toEqual([])
})

test('the settings sample contains only names that the configuration reads', () => {
  const sample = JSON.parse(readFileSync(join(root, 'local.settings.sample.json'), 'utf8')).Values as object
  const known = [...Object.keys(Environment.shape), ...Object.keys(platformSettings)]
  const unknown = Object.keys(sample).filter((name) => !known.includes(name))
  expect(unknown).toEqual([])
})
