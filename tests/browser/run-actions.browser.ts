import { browserTests } from './browser-test'
import { holdLane } from './lane'
import { picture } from './picture'

const browserTest = browserTests()

browserTest('a run is cancelled after a question', async ({ backend, open, runsPath }) => {
  const release = await holdLane(backend)
  const { body } = await backend.call('POST', `tenants/${backend.database.tenant.externalId}/sync`)
  const page = await open(`${runsPath}/${body.runId}`)
  const main = page.getByRole('main')
  await main.getByText('Waiting', { exact: true }).waitFor()
  await main.getByText('Waits for another run of this tenant.').waitFor()

  await page.getByRole('button', { name: 'Cancel run' }).click()
  await page.getByRole('button', { name: 'Let it go on' }).click()
  await page.getByRole('button', { name: 'Cancel run' }).click()
  await page.getByRole('button', { name: 'Cancel it' }).click()
  await page.locator('.tp-toast').getByText('The run is cancelled.').waitFor()
  await main.getByText('Cancelled', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Cancel run' }).waitFor({ state: 'detached' })
  await release()
})

browserTest('what failed is shown first, and run again', async ({ backend, open, runsPath }) => {
  const match = 'configurationPolicies.*/settings'
  backend.simulator.control.addFault({ kind: 'status', status: 403, forMs: 600_000, match })
  const partial = await backend.sync()
  expect(partial.status).toBe('partial')
  backend.simulator.control.clearFaults()

  const page = await open(`${runsPath}?status=partial`)
  await page.getByRole('list', { name: 'Runs' }).getByRole('link').click()
  const main = page.getByRole('main')
  await main.getByText('Partly succeeded').waitFor()
  const items = page.getByRole('region', { name: 'Items' })
  const failed = items.getByRole('list').first()
  expect(await failed.getByRole('listitem').count()).toBe(partial.counts.failed)
  await picture(page, 'run')
  await page.getByRole('button', { name: 'Run again what failed' }).click()
  await page.locator('.tp-toast').getByRole('link').click()
  await main.getByText('Succeeded', { exact: true }).waitFor()
  expect(page.url()).not.toContain(partial.runId)
})

browserTest('runs are filtered by their state, page by page', async ({ backend, open, runsPath }) => {
  const { sql, tenant } = backend.database
  await sql`insert into runs (workspace_id, tenant_id, operation, lane, identity, status, finished_at, created_at)
    select ${tenant.workspaceId}, ${tenant.externalId}, 'policy.sync', 'sync', 'x', 'failed', now(), now() - n * interval '1 hour'
    from generate_series(1, 25) n`
  const page = await open(runsPath)
  await page.getByLabel('Failed').check()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await page.waitForURL('**?status=failed')
  const runs = page.getByRole('list', { name: 'Runs' })
  expect(await runs.getByRole('listitem').count()).toBe(20)
  expect(await page.getByLabel('Failed').isChecked()).toBe(true)
  await page.getByRole('link', { name: 'Older runs' }).click()
  await page.waitForURL('**cursor=**')
  expect(await runs.getByRole('listitem').count()).toBe(5)
  expect(await runs.getByText('Failed').count()).toBe(5)
})
