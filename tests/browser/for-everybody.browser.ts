import type { Page } from 'playwright-core'
import { browserTests } from './browser-test'
import { holdLane } from './lane'
import { pagesOfEachKind, seriousFaults } from './pages'

const browserTest = browserTests()

browserTest('axe finds nothing serious, in light and in dark, and no page is wider than 320 px', async (app) => {
  const pages = await pagesOfEachKind(app)
  const release = await holdLane(app.backend)
  const page = await app.open('/', { viewport: { width: 320, height: 640 } })
  for (const { path, shows } of pages) {
    await page.goto(path)
    await page.getByRole('main').getByText(shows).first().waitFor()
    await page.getByRole('complementary').getByText('One run is active.').waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await seriousFaults(page)).toEqual([])
    }
    expect({ path, width: await widthOf(page) }).toEqual({ path, width: 320 })
  }
  await release()
})

const widthOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth)

browserTest('with the keyboard alone a sync is started, found and cancelled', async ({ backend, open, runsPath }) => {
  await holdLane(backend)
  const page = await open(runsPath, { viewport: { width: 320, height: 640 } })
  await page.getByRole('complementary').getByText('One run is active.').waitFor()
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('To the content')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Sync now')
  expect(await isFocusSeen(page)).toBe(true)
  await page.keyboard.press('Enter')
  await page.locator('.tp-toast').getByText('The run was queued.').waitFor()
  expect(await focused(page)).toBe('Sync now')
  const { width, height } = (await page.locator('.tp-toast').boundingBox())!
  expect(width * height).toBeLessThan((320 * 640) / 8)
  expect(await seriousFaults(page)).toEqual([])

  await tabTo(page, /^Run [0-9a-f]{8}$/)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Cancel run' }).waitFor()
  await tabTo(page, 'Cancel run')
  await page.keyboard.press('Enter')
  expect(await focused(page)).toBe('Let it go on')
  expect(await seriousFaults(page)).toEqual([])
  await page.keyboard.press('Escape')
  expect(await focused(page)).toBe('Cancel run')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Cancel it')
  await page.keyboard.press('Enter')
  await page.getByRole('main').getByText('Cancelled', { exact: true }).waitFor()
})

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')

const isFocusSeen = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle === 'solid')

/** Presses Tab until something of that name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const text = await focused(page)
    if (typeof name === 'string' ? text === name : name.test(text)) return
  }
  throw new Error(`The Tab key does not lead to ${String(name)}.`)
}
