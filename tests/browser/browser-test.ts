import { type App, startApp } from './harness'
import { findChromium, noChromium } from './chromium'

type BrowserTest = (name: string, run: (app: App) => Promise<void>) => void

/**
 * Gives what declares the tests of a file, which share one app. Where there is no Chromium, each is skipped, and its name says why.
 */
export function browserTests(): BrowserTest {
  if (!findChromium()) return (name) => it.skip(`${name} (skipped: ${noChromium})`, () => {})
  let app: App
  beforeAll(async () => {
    app = await startApp()
  })
  afterEach(async () => {
    app.backend.simulator.control.clearFaults()
    app.backend.simulator.control.behave({ latencyMs: 0 })
    await app.closePages()
  })
  afterAll(() => app?.stop())
  return (name, run) => it(name, () => run(app))
}
