import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { POLICY_TYPES_PAGE, policyTypesPage } from '../../../local/commands/policy-types-page'
import { policyTypes } from '../../../src/policies/registry'

test(`${POLICY_TYPES_PAGE} says what the registry says; else: npm run docs:policy-types`, () => {
  const page = readFileSync(join(__dirname, '../../..', POLICY_TYPES_PAGE), 'utf8')
  expect(page).toBe(policyTypesPage(policyTypes))
})

test('every policy type is in each of its tables', () => {
  const page = policyTypesPage(policyTypes)
  for (const { source } of policyTypes) expect(page.split(`\n| \`${source}\` |`)).toHaveLength(4)
})
