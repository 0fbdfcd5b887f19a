import { apiPage } from '../../../local/commands/api-page'
import { clientTypes } from '../../../local/commands/client-types'
import type { JsonSchema } from '../../../src/http/json-schema'
import { document } from '../../support/openapi'

const page = apiPage(document)

test('the page needs nothing from elsewhere, and runs nothing', () => {
  expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|(?:src|href|action)="https?:/i)
  expect(page).not.toMatch(/ on\w+=/i)
})

test('every link of the page leads to a place on it, or to the page by hand', () => {
  const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, link]) => link!)
  const places = new Set([...page.matchAll(/id="([^"]*)"/g)].map(([, id]) => `#${id}`))
  expect(links.filter((link) => !places.has(link) && link !== 'api.md')).toEqual([])
})

test('the page has every route, with what it needs', () => {
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
  const missing = operations.filter(({ operationId }) => !page.includes(`<section id="${operationId}">`))
  expect(missing).toEqual([])
  expect(page).toContain('Needs the role <code>operator</code> or a higher one')
})

test('what a text has of HTML is shown as it is', () => {
  const info = { ...document.info, description: 'Less < more & "so", `code`.' }
  expect(apiPage({ ...document, info })).toContain('Less &lt; more &amp; &quot;so&quot;, <code>code</code>.')
})

test.each<[JsonSchema, string]>([
  [{ type: 'string', enum: ['a', 'b'] }, '"a" | "b"'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ anyOf: [{ type: 'integer' }, { type: 'number' }, { type: 'null' }] }, 'number | null'],
  [{ type: 'array', items: { $ref: '#/components/schemas/Run' } }, '(Run)[]'],
  [{ type: 'object', additionalProperties: { type: 'boolean' } }, 'Record<string, boolean>'],
  [{ type: 'object', properties: { a: { const: 1 } } }, '{\n  a?: 1 | undefined\n}'],
  [{}, 'unknown'],
])('the schema %j is the type %s', (schema, type) => {
  const written = clientTypes({
    ...document,
    paths: {},
    components: { schemas: { It: schema }, securitySchemes: {} },
  })
  expect(written).toContain(`export type It = ${type}\n`)
})

test('a schema that has no type here is an error, and no wrong type', () => {
  const schemas = { It: { type: 'file' } as unknown as JsonSchema }
  expect(() => clientTypes({ ...document, paths: {}, components: { schemas, securitySchemes: {} } })).toThrow('file')
})
