import { randomUUID } from 'node:crypto'
import { browserTests } from './browser-test'
import { addForeignRun } from './strangers'

const browserTest = browserTests()

const denied = 'Nothing here is yours. Check the id, or ask an owner of the workspace for a grant.'

browserTest("another tenant's run and its list are the words of the API", async ({ backend, open }) => {
  const path = await addForeignRun(backend)
  const page = await open(path)
  await page.getByRole('main').getByText(denied).waitFor()
  await page.goto(path.slice(0, path.lastIndexOf('/')))
  await page.getByRole('main').getByText(denied).waitFor()
  expect(await page.getByRole('button', { name: 'Sync now' }).count()).toBe(0)
})

browserTest('a run that does not exist is a sentence', async ({ open, runsPath }) => {
  const page = await open(`${runsPath}/${randomUUID()}`)
  await page.getByRole('main').getByText('No run has this id.').waitFor()
})

browserTest('a tenant that is paused says so at the click', async ({ backend, open, runsPath }) => {
  const { sql, tenant } = backend.database
  const page = await open(runsPath)
  await sql`update tenants set status = 'paused' where external_id = ${tenant.externalId}`
  await page.getByRole('button', { name: 'Sync now' }).click()
  await page.locator('.tp-toast').getByText('The tenant is paused.').waitFor()
  await sql`update tenants set status = 'active' where external_id = ${tenant.externalId}`
})

browserTest('no token is in what the browser gets', async ({ backend, open, runsPath }) => {
  const { runId } = await backend.sync()
  const bodies: Promise<string>[] = []
  const page = await open('/')
  page.on('response', (response) => void bodies.push(response.text().catch(() => '')))
  await page.goto(`${runsPath}/${runId}`)
  await page.getByRole('complementary').getByText('No run is active.').waitFor()
  const texts = await Promise.all(bodies)
  expect(texts.length).toBeGreaterThan(3)
  for (const text of texts) expect(text).not.toMatch(/eyJ[\w-]{20,}\.|local-secret/)
})
