// Drives Microsoft's Node worker for a test, which runs CommonJS: each IPC message is one call, each answer its result.
import { pathToFileURL } from 'node:url'

const [hostFile] = process.argv.slice(2)
const { startWorker } = await import(pathToFileURL(hostFile).href)
let worker

const calls = {
  async start(options) {
    worker = await startWorker({ grpcFrom: process.cwd(), ...options })
    const registered = [...worker.functions.values()]
    const { capabilities } = worker.init
    return { functions: registered.map(({ name }) => name), registered, metadata: worker.metadataResult, capabilities }
  },
  http: (name, method, url, options) => worker.http(name, method, url, options),
  invoke: (name, message, metadata) => worker.invoke(name, { json: JSON.stringify(message) }, metadata),
  /** `data`: the input as it is sent, for example `{ string: 'text' }`. */
  run: (name, data, metadata) => worker.invoke(name, data, metadata),
  /** Asks the worker to terminate as the host does, and waits until it has ended. Milliseconds. */
  async terminate() {
    const askedAt = performance.now()
    worker.write({ workerTerminate: { gracePeriod: { seconds: 5 } } })
    await worker.exited
    return performance.now() - askedAt
  },
  async kill(signal) {
    worker.child.kill(signal)
    await worker.exited
  },
  output: async () => worker.out.map(({ text }) => text).join(''),
  logs: async () => worker.logs,
  stop: () => worker?.stop(),
}

process.on('message', async ({ id, name, args }) => {
  try {
    process.send({ id, value: await calls[name](...args) })
  } catch (error) {
    process.send({ id, error: error.message })
  }
})
process.on('disconnect', () => worker?.stop().finally(() => process.exit()))
process.send({ ready: true })
