import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { demoCallers } from '../../local/simulator/entra/demo-callers'
import { type Backend, startBackend } from '../support/backend'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy'
import { launchChromium } from './launch'
import { startNext } from './next-server'

/** The app in a browser, and the backend that it calls. */
export interface App {
  backend: Backend
  /** Between the app and the backend. */
  proxy: TcpProxy
  /** The pages of the seeded tenant's runs. */
  runsPath: string
  /** Opens a page of the app, in a browser session of its own. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  /** Closes all pages. Throws when a script of one of them failed. */
  closePages(): Promise<void>
  stop(): Promise<void>
}

const { service } = demoCallers

/** Starts backend, app and browser. The app calls as a service that may do what an operator may. */
export async function startApp(): Promise<App> {
  const backend = await startBackend({ content: { policies: 12, seed: 3 } })
  const proxy = await startTcpProxy({ port: backend.host.port })
  const next = await startNext({
    TENANTPILOT_URL: `http://127.0.0.1:${proxy.port}`,
    TENANTPILOT_CLIENT_ID: backend.simulator.apiClientId,
    AZURE_AUTHORITY_HOST: backend.simulator.authorityHost,
    AZURE_TENANT_ID: service.tid,
    AZURE_CLIENT_ID: service.clientId,
    AZURE_CLIENT_SECRET: service.clientSecret,
    NODE_EXTRA_CA_CERTS: backend.simulator.caFile,
  })
  const browser = await launchChromium()
  return {
    backend,
    proxy,
    runsPath: `/tenants/${backend.database.tenant.appKey}/runs`,
    ...openingIn(browser, next.url),
    async stop() {
      await browser.close()
      await next.stop()
      await proxy.close()
      await backend.stop()
    },
  }
}

function openingIn(browser: Browser, url: string): Pick<App, 'open' | 'closePages'> {
  const failed: string[] = []
  return {
    async open(path, options = {}) {
      const context = await browser.newContext({ baseURL: url, ...options })
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      page.on('pageerror', (error) => failed.push(error.message))
      await page.goto(path)
      return page
    },
    async closePages() {
      await Promise.all(browser.contexts().map((context) => context.close()))
      if (failed.length > 0) throw new Error(`Scripts of pages failed: ${failed.splice(0).join('; ')}`)
    },
  }
}
