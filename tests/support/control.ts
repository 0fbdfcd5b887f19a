import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import type { Simulator } from '../../local/simulator/simulator'
import type { Answer } from './backend'

/** Calls the simulator's control API. */
export function control(simulator: Simulator, method: string, path: string, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${simulator.url}/_sim/${path}`,
      { method, ca: readFileSync(simulator.caFile) },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => {
          const status = response.statusCode ?? 0
          if (status >= 400) reject(new Error(`${method} ${path}: ${status} ${text}`))
          else resolve(text === '' ? null : JSON.parse(text))
        })
      },
    )
    sent.on('error', reject)
    if (body !== undefined) sent.setHeader('content-type', 'application/json')
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
