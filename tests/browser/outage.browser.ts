import { browserTests } from './browser-test'

const browserTest = browserTests()

const away = /The sync service cannot be reached\..*This page tries again by itself\./

browserTest(
  'pages say that the service is away, and go on by themselves',
  async ({ open, proxy, runsPath, backend }) => {
    const { runId } = await backend.sync()
    const page = await open(`${runsPath}/${runId}`)
    const active = page.getByRole('complementary', { name: 'Active runs' })
    await active.getByText('No run is active.').waitFor()
    proxy.refuse()
    await active.getByText(away).waitFor()

    await page.reload()
    await page.getByRole('main').getByText(away).waitFor()
    const list = await page.context().newPage()
    await list.goto(runsPath)
    await list.getByRole('main').getByText(away).waitFor()

    proxy.resume()
    await page.getByRole('main').getByText('Succeeded', { exact: true }).waitFor()
    await active.getByText('No run is active.').waitFor()
    await list.getByRole('main').getByRole('button', { name: 'Sync now' }).waitFor()
  },
)

browserTest('a click while the service is away is a sentence, and the next one starts the sync', async (app) => {
  const page = await app.open(app.runsPath)
  const sync = page.getByRole('button', { name: 'Sync now' })
  await sync.waitFor()
  app.proxy.refuse()
  await sync.click()
  const toast = page.locator('.tp-toast')
  await toast.getByText('This did not work. The sync service cannot be reached.').waitFor()
  app.proxy.resume()
  await sync.click()
  await toast.getByRole('link', { name: /^Run / }).waitFor()
})

browserTest('what has not changed is not sent again', async ({ open }) => {
  const page = await open('/')
  const answer = await page.waitForResponse(
    (response) => response.url().endsWith('/api/active-runs') && response.status() === 304,
  )
  expect(await answer.request().headerValue('if-none-match')).toMatch(/^"[\w-]+"$/)
})
