import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { freePort, loopback } from '../../local/ports'
import { until } from '../support/until'

const app = join(__dirname, '../../examples/next-app')

/** A running `next start`. */
export interface NextServer {
  url: string
  stop(): Promise<void>
}

/** Starts the built example with settings in its environment, and waits until it answers. Throws what it said when it ends before. */
export async function startNext(settings: Record<string, string>): Promise<NextServer> {
  const port = await freePort()
  const args = [join(app, 'node_modules/next/dist/bin/next'), 'start', '-H', loopback, '-p', String(port)]
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, args, {
    cwd: app,
    env: { PATH, HOME, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const url = `http://${loopback}:${port}`
  await until('the app answers', async () => {
    if (child.exitCode !== null) throw new Error(`The app ended: ${said.join('')}`)
    return fetch(url).then(
      () => true,
      () => false,
    )
  })
  return {
    url,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}
