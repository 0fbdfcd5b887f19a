import { dirname } from 'node:path'
import { startComponent } from '../../component'
import { mainOf } from '../../stack/parts'
import type { Stack } from '../../stack/stack'
import type { TelemetryInfo } from '../../telemetry/telemetry'
import type { CostOptions, TelemetryCost } from './cost'

/** Measures what telemetry adds to a start, with all traces and with the default share of them. */
export async function telemetryCosts({ info, parts }: Stack): Promise<TelemetryCost[]> {
  await parts.app?.stop()
  const sink = await startComponent<TelemetryInfo>(mainOf('telemetry'), {
    port: 0,
    certificates: dirname(info.simulator.caFile),
  })
  try {
    const costs: TelemetryCost[] = []
    for (const samplingRatio of [1, 0.1]) {
      const options: CostOptions = { stack: info, connectionString: sink.info.connectionString, samplingRatio }
      const env = { NODE_EXTRA_CA_CERTS: sink.info.caFile }
      const measured = await startComponent<{ costs: TelemetryCost[] }>(mainOf('bench/telemetry'), options, { env })
      costs.push(...measured.info.costs)
      await measured.stop()
    }
    return costs
  } finally {
    await sink.stop()
  }
}
