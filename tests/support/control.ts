import { callControlApi } from '../../local/simulator/control-client'
import type { Simulator } from '../../local/simulator/simulator'
import type { Answer } from './backend'

/** Calls the simulator's control API and returns the parsed body, or null. Throws on a status of 400 or more. */
export async function control(simulator: Simulator, method: string, path: string, body?: unknown): Promise<Answer> {
  const text = await callControlApi(simulator, method, path, body)
  return text === '' ? null : JSON.parse(text)
}
