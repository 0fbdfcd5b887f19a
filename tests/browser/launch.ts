import type { Browser } from 'playwright-core'
import { chromiumFlags, findChromium } from './chromium'

/** Starts the Chromium of this machine. */
export async function launchChromium(): Promise<Browser> {
  // where there is no browser, the package may be missing too
  const { chromium } = await import('playwright-core')
  return chromium.launch({ executablePath: findChromium()!, args: chromiumFlags })
}
