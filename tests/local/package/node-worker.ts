import { type ChildProcess, fork, type StdioOptions } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../../..')
const hostFile = join(root, '../shared/node-worker/host.mjs')

/** False where Microsoft's worker is not beside the checkout. */
export const hasNodeWorker = existsSync(hostFile)

interface Started {
  functions: string[]
  /** As gRPC brings it; `raw` are the bindings that the host reads. */
  registered: { name: string; functionId: string; raw: { name: string }[]; retryOptions?: object }[]
  metadata: { status: string; exception?: { message: string } }
  capabilities: Record<string, string>
}

/** The answer to one invocation, as gRPC brings it. */
export interface Invoked {
  status: string
  exception?: { message: string; stackTrace?: string }
  returnValue?: object
  outputs?: object[]
}

export interface RpcLog {
  level: string
  logCategory: string
  message: string
}

export interface HttpResult {
  status: string
  http?: { statusCode: string; body: string }
}

/** Microsoft's Node worker of Azure Functions, in a process of its own. */
export class NodeWorker {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  #calls = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    child.on('message', ({ id, value, error }: { id: number; value: never; error?: string }) => {
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) waiting?.resolve(value)
      else waiting?.reject(new Error(error))
    })
  }

  static async create(): Promise<NodeWorker> {
    const driver = join(__dirname, 'drive-node-worker.mjs')
    const stdio: StdioOptions = ['ignore', 'ignore', 'inherit', 'ipc']
    const child = fork(driver, [hostFile], { cwd: root, execArgv: [], stdio, serialization: 'advanced' })
    await new Promise((resolve) => child.once('message', resolve))
    return new NodeWorker(child)
  }

  /** Loads the app with these settings; `metadata.status` is `Failure` when it could not be loaded. */
  start(appDir: string, env: Record<string, string>) {
    return this.#call<Started>('start', { appDir, env })
  }

  http(
    name: string,
    method: string,
    path: string,
    { params = {}, headers = {} }: { params?: Record<string, string>; headers?: Record<string, string> } = {},
  ): Promise<HttpResult> {
    return this.#call('http', name, method, `http://localhost/api/${path}`, { params, headers })
  }

  invoke(name: string, message: unknown, metadata: object): Promise<{ status: string }> {
    return this.#call('invoke', name, message, metadata)
  }

  /** `data` is the input as it is sent. */
  run(name: string, data: object, metadata: object): Promise<Invoked> {
    return this.#call('run', name, data, metadata)
  }

  kill(signal: NodeJS.Signals): Promise<void> {
    return this.#call('kill', signal)
  }

  logs = (): Promise<RpcLog[]> => this.#call('logs')

  terminate = (): Promise<number> => this.#call('terminate')

  output = (): Promise<string> => this.#call('output')

  async stop(): Promise<void> {
    await this.#call('stop').catch(() => {})
    this.#child.disconnect()
  }

  #call<Result>(name: string, ...args: unknown[]): Promise<Result> {
    const id = this.#calls++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#child.send({ id, name, args })
    })
  }
}
