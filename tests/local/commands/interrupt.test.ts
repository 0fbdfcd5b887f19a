import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Elsewhere the system does not tell who started a shell. */
const onLinux = process.platform === 'linux' ? describe : describe.skip

onLinux('npm', () => {
  test('when npm is killed, the command behind its shell is told, although the shell lives on', async () => {
    const root = join(__dirname, '../../..')
    const command = `
    const { abortOnInterrupt } = require('./dist/local/commands/interrupt.js')
    const { signal } = abortOnInterrupt()
    signal.addEventListener('abort', () => { console.log('told'); process.exit() })
    setInterval(() => {}, 1000)
    console.log('ready')`
    // stands in for npm: starts a shell that starts the command and waits for it
    const npm = `
    const env = { ...process.env, npm_lifecycle_event: 'start' }
    require('child_process').spawn('sh', ['-c', '"$0" -e "$1"; true', process.execPath, process.argv[1]], { env, stdio: 'inherit' })
    setInterval(() => {}, 1000)`
    const started = spawn(process.execPath, ['-e', npm, command], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    const said: string[] = []
    started.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()))
    await once(started.stdout, 'data')
    started.kill('SIGKILL')
    await once(started.stdout, 'end')
    expect(said.join('')).toBe('ready\ntold\n')
  })
})
