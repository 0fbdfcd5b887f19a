import { setTimeout as delay } from 'node:timers/promises'
import type { ServiceBusSender } from '@azure/service-bus'
import type postgres from 'postgres'
import { type Api, callOnce } from '../../../cli/http'
import { callControlApi } from '../../simulator/control-client'
import type { Random } from '../../simulator/seed'
import type { Stack } from '../../stack/stack'
import { childrenOf } from '../process-usage'
import { FiredFaults } from './fired-faults'
import { graphFault } from './graph-faults'
import type { FaultName } from './plan-faults'
import { type Control, PolicyEdits } from './policy-edits'

interface Tools {
  api: Api
  sql: postgres.Sql
  sender: ServiceBusSender
}

/** Breaks the parts of a stack, and counts how often. */
export class Breaker {
  readonly fired: FiredFaults
  /** Milliseconds since the epoch, or 0. */
  lastKillAt = 0
  readonly #stack: Stack
  readonly #tools: Tools
  readonly #control: Control
  readonly #edits: PolicyEdits

  constructor(stack: Stack, tools: Tools) {
    this.#stack = stack
    this.#tools = tools
    this.#control = (...call) => callControlApi(stack.info.simulator, ...call)
    this.#edits = new PolicyEdits(this.#control, stack.info.tenant.entraTenantId)
    this.fired = new FiredFaults(this.#control)
  }

  /** Lets one fault hit while this run is under way. */
  async hit(name: FaultName, runId: string, dice: Random): Promise<void> {
    const fault = graphFault(name, dice, name === 'policyFails' ? dice.pick(await this.#edits.list()).id : '')
    if (fault) await this.fired.arm(name, fault)
    else if (await this.#break(name, runId, dice)) this.fired.count(name)
  }

  /** Resolves with false when it was refused, or nobody answered. */
  async #cancel(runId: string): Promise<boolean> {
    const { api } = this.#tools
    const request = { method: 'POST', path: `runs/${runId}/cancel`, token: await api.token(), body: {} }
    return callOnce(api, request).then(
      ({ status }) => status === 202,
      () => false,
    )
  }

  /** Resolves with false when there was nothing to break. */
  async #break(name: FaultName, runId: string, dice: Random): Promise<boolean> {
    const { sql, sender } = this.#tools
    switch (name) {
      case 'revokedTokens':
        await this.#control('DELETE', 'tokens')
        return true
      case 'connectionsEnded': {
        const ended = await sql`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name like 'tenantpilot-functions%'`
        return ended.length > 0
      }
      case 'brokerFrozen':
        return this.#freezeBroker(1000 + dice.int(3000))
      case 'workerKilled':
        return this.#killWorker()
      case 'doubledMessage':
        // may fail while the broker is frozen
        return sender.sendMessages({ body: { v: 1, runId }, contentType: 'application/json' }).then(
          () => true,
          () => false,
        )
      case 'cancelled':
        return this.#cancel(runId)
      case 'settingChanged':
        return this.#edits.change(dice)
      case 'settingDeleted':
        return this.#edits.deleteSetting(dice)
      case 'policyDeleted':
        return this.#edits.deletePolicy(dice)
      default:
        return this.#edits.restore()
    }
  }

  async #freezeBroker(ms: number): Promise<boolean> {
    const broker = this.#stack.parts.broker?.process
    if (!broker?.kill('SIGSTOP')) return false
    await delay(ms).finally(() => broker.kill('SIGCONT'))
    return true
  }

  #killWorker(): boolean {
    const host = this.#stack.parts.app?.process.pid
    const [worker] = host === undefined ? [] : childrenOf(host)
    if (worker === undefined) return false
    process.kill(worker, 'SIGKILL')
    this.lastKillAt = Date.now()
    return true
  }
}
