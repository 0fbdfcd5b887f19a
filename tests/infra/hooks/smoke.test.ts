import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { runHook } from '../support/run-hook'
import { infra } from '../support/files'

const url = 'https://api.example.com'
const asks = (path: string, more: string) =>
  `curl -fsS -o /dev/null --max-time 30 --retry 20 --retry-delay 15 ${more} ${url}/api/${path}`
const live = asks('health/live', '--retry-all-errors')
const ready = asks('health/ready', '--retry-all-errors')
const health = asks('worker-health', '-K -')
/** A `curl` that reads its configuration where it is told to. */
const curl =
  'case "$*" in *"-K -"*) cat > "$TEST_FOLDER/config"; grep -q "Bearer hunter2" "$TEST_FOLDER/config" ;; esac'

function smoke(tools: Record<string, string>, env: Record<string, string> = {}) {
  const run = runHook('smoke', [`${url}/`], { curl, ...tools }, env)
  expect(run.output + run.errors + run.calls.join('\n')).not.toContain('hunter2')
  return run
}

test('without a token it asks whether the app lives and is ready', () => {
  const { status, calls, output } = smoke({})
  expect([status, calls]).toEqual([0, [live, ready]])
  expect(output).toContain('worker-health: not asked')
})

test('with a token it asks for the health of the worker, and the token is no argument', () => {
  expect(smoke({}, { TENANTPILOT_TOKEN: 'hunter2' })).toMatchObject({ status: 0, calls: [live, ready, health] })
})

test('a token comes from the Azure CLI where a scope is named', () => {
  const token = 'az account get-access-token --scope api://x/.default --query accessToken -o tsv'
  const run = smoke({ az: 'echo hunter2' }, { SMOKE_SCOPE: 'api://x/.default' })
  expect(run).toMatchObject({ status: 0, calls: [live, ready, token, health] })
})

test.each([
  ['health/live', '*live*', [live]],
  ['health/ready', '*ready*', [live, ready]],
  ['worker-health', '*worker*', [live, ready, health]],
])('it stops at %s', (path, pattern, calls) => {
  const run = smoke({ curl: `case "$*" in ${pattern}) exit 22 ;; esac` }, { TENANTPILOT_TOKEN: 'hunter2' })
  expect(run).toMatchObject({ status: 1, calls })
  expect(run.errors).toContain(`${url}/api/${path} does not answer as it should`)
})

describe('with the real curl', () => {
  let server: Server
  let seen: (string | undefined)[]
  beforeEach(async () => {
    seen = []
    server = createServer(({ url: path, headers }, response) => {
      seen.push(path, headers.authorization)
      response.writeHead(headers.authorization === 'Bearer wrong' ? 401 : 200).end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterEach(() => server.close())

  async function against(token: string) {
    const { port } = server.address() as AddressInfo
    const child = spawn('/bin/sh', [join(infra, 'hooks', 'smoke.sh'), `http://127.0.0.1:${port}`], {
      env: { PATH: '/usr/bin:/bin', TENANTPILOT_TOKEN: token },
      stdio: 'ignore',
    })
    const [status] = (await once(child, 'exit')) as [number]
    return status
  }

  test('the token arrives', async () => {
    expect(await against('right')).toBe(0)
    expect(seen).toEqual([
      '/api/health/live',
      undefined,
      '/api/health/ready',
      undefined,
      '/api/worker-health',
      'Bearer right',
    ])
  })

  test('a refusal is final', async () => {
    expect(await against('wrong')).toBe(1)
    expect(seen).toHaveLength(6)
  })
})
