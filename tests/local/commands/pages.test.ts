import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pages } from '../../../local/commands/pages'
import { policyTypesPage } from '../../../local/commands/policy-types-page'
import { policyTypes } from '../../../src/intune/policy-types/registry'

test.each(Object.entries(pages))('%s is up to date; else run: npm run docs:pages', (file, page) => {
  expect(readFileSync(join(__dirname, '../../..', file), 'utf8')).toBe(page())
})

test('every policy type is in each table of its page', () => {
  const page = policyTypesPage(policyTypes)
  for (const { source } of policyTypes) expect(page.split(`\n| \`${source}\` |`)).toHaveLength(4)
})
