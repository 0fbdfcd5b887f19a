import { browserTests } from './browser-test'
import { seriousFaults } from './pages'
import { picture } from './picture'

const browserTest = browserTests()

browserTest('a sync that failed in part is told of, leads to its run, and is marked as read', async (app) => {
  const { backend, open, runsPath } = app
  const match = 'configurationPolicies.*/settings'
  backend.simulator.control.addFault({ kind: 'status', status: 403, forMs: 600_000, match })
  const page = await open(runsPath)
  const bell = page.getByRole('link', { name: /^Notifications/ })
  for (const unread of [1, 2]) {
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page.locator('.tp-toast').getByText('The run was queued.').waitFor()
    await page.getByRole('link', { name: `Notifications (${unread} unread)` }).waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
  }

  await bell.click()
  const list = page.getByRole('list', { name: 'Notifications' })
  expect(await list.getByRole('listitem').count()).toBe(2)
  expect(await list.getByText('"Sync policies" succeeded in part.').count()).toBe(2)
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'notifications')
  await page.setViewportSize({ width: 320, height: 640 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)

  await list
    .getByRole('button', { name: /^Mark as read/ })
    .first()
    .click()
  await page.getByRole('link', { name: 'Notifications (1 unread)' }).waitFor()
  await page.getByRole('button', { name: 'Mark all as read' }).click()
  await page.getByRole('link', { name: 'Notifications', exact: true }).waitFor()
  await list
    .getByRole('button', { name: /^Mark as read/ })
    .first()
    .waitFor({ state: 'detached' })

  await list
    .getByRole('link', { name: /^View run/ })
    .first()
    .click()
  await page.getByRole('main').getByText('Partly succeeded').waitFor()
})
