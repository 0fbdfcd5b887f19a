import { join } from 'node:path'
import type { Page } from 'playwright-core'

const folder = join(__dirname, '../../examples/next-app/pictures')

/** Writes a picture for the README of the example, where WRITE_PICTURES is set: ids and times in it are others each time. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.WRITE_PICTURES) return
  await page
    .getByRole('complementary')
    .getByText(/active\.$/)
    .waitFor()
  await page.setViewportSize({ width: 960, height: 600 })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
