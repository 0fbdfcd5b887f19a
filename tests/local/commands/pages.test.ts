import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withOnboarding } from '../../../local/commands/onboarding-page'
import { pages } from '../../../local/commands/pages'
import { policyTypesPage } from '../../../local/commands/policy-types-page'
import { policyTypes } from '../../../src/intune/policy-types/registry'
import { errorCodes } from '../../../src/shared/error-codes'
import { askedPermissions } from '../../infra/support/asked-permissions'

test.each(Object.entries(pages))('%s says what the sources say; else: npm run docs:pages', (file, page) => {
  const present = readFileSync(join(__dirname, '../../..', file), 'utf8')
  expect(present).toBe(page(present))
})

test('every policy type is in each table of its page', () => {
  const page = policyTypesPage(policyTypes)
  for (const { source } of policyTypes) expect(page.split(`\n| \`${source}\` |`)).toHaveLength(4)
})

test('the permissions that a customer consents to are those that anything is read with', async () => {
  const section = withOnboarding(readFileSync(join(__dirname, '../../../docs/onboarding.md'), 'utf8'))
  const rows = [...section.matchAll(/^\| `(\w+(?:\.\w+)*\.All)` \|/gm)].map(([, name]) => name)
  expect(rows).toEqual(await askedPermissions())
})

test('every failure of a consent or a sign-in has its remedy on the page of an onboarding', () => {
  const section = withOnboarding(readFileSync(join(__dirname, '../../../docs/onboarding.md'), 'utf8'))
  const codes = Object.keys(errorCodes).filter((code) => /^(consent|graph\.auth)\./.test(code))
  expect(codes.length).toBeGreaterThan(10)
  for (const code of codes) expect(section.split(`\n| \`${code}\` |`)).toHaveLength(2)
})
