import type { Page } from 'playwright-core'
import { readFileSync } from 'node:fs'
import type { AxeResults } from 'axe-core'
import type { App } from './harness'
import { addForeignRun } from './strangers'

/** What axe finds on a page that keeps people out: `page: rule: where`. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'))
  const { violations } = await page.evaluate(() => (window as unknown as { axe: Axe }).axe.run(document))
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${new URL(page.url()).pathname}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    )
}

interface Axe {
  run(place: unknown): Promise<AxeResults>
}

/** One page of each kind: with what is shown there when it is ready. */
export async function pagesOfEachKind({ backend, runsPath }: App): Promise<{ path: string; shows: string }[]> {
  const succeeded = await backend.sync()
  backend.simulator.control.addFault({
    kind: 'status',
    status: 403,
    forMs: 600_000,
    match: 'configurationPolicies.*/settings',
  })
  const partial = await backend.sync()
  backend.simulator.control.clearFaults()
  return [
    { path: '/', shows: 'Tenants' },
    { path: runsPath, shows: 'Sync now' },
    { path: `${runsPath}/${succeeded.runId}`, shows: 'Succeeded' },
    { path: `${runsPath}/${partial.runId}`, shows: 'Partly succeeded' },
    { path: await addForeignRun(backend), shows: 'Nothing here is yours.' },
  ]
}
