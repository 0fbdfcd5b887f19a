import { browserTests } from './browser-test'
import { holdLane } from './lane'
import { picture } from './picture'

const browserTest = browserTests()

const idIn = (address: string | null) => /[0-9a-f-]{36}$/.exec(address ?? '')?.[0]

browserTest('a click queues a sync, which is seen to wait, to work and to end', async ({ backend, open, runsPath }) => {
  const release = await holdLane(backend)
  const page = await open(runsPath)
  const toast = page.locator('.tp-toast')
  const link = toast.getByRole('link')
  const active = page.getByRole('complementary', { name: 'Active runs' })
  await active.getByText('One run is active.').waitFor()

  await page.getByRole('button', { name: 'Sync now' }).click()
  await toast.getByText('The run was queued.').waitFor()
  const runId = idIn(await link.getAttribute('href'))
  await active.getByText('Waits for another run of this tenant.').waitFor()

  await page.getByRole('button', { name: 'Sync now' }).click()
  await toast.getByText('The same run already exists.').waitFor()
  expect(idIn(await link.getAttribute('href'))).toBe(runId)

  backend.simulator.control.behave({ latencyMs: 400 })
  await release()
  await active.getByText(/^[1-9]\d* (of \d+|so far)$/).waitFor()
  await picture(page, 'runs')
  backend.simulator.control.behave({ latencyMs: 0 })
  await active.getByText('No run is active.').waitFor()
  // the list knows it too, without a reload
  await page.getByRole('list', { name: 'Runs' }).getByText('Succeeded', { exact: true }).waitFor()

  await toast.getByRole('link', { name: `Run ${runId}`, exact: true }).click()
  await page.waitForURL(`**${runsPath}/${runId}`)
  await page.getByRole('heading', { name: 'Sync policies', level: 1 }).waitFor()
  await page.getByRole('main').getByText('Succeeded', { exact: true }).waitFor()
  const { counts } = (await backend.call('GET', `tenants/${backend.database.tenant.externalId}/runs/${runId}`)).body
  const settings = page.locator('dl.tp-counts > div', { hasText: /^Settings/ })
  expect(await settings.locator('dd').textContent()).toBe(String(counts.settings))
})
