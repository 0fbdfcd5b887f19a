import { runComponent } from '../../component'
import { type CostOptions, type TelemetryCost, telemetryCost } from './cost'

// a process of its own: it trusts the stand-in's certificate from its start, and OpenTelemetry's providers are global
runComponent<CostOptions, { port: number; costs: TelemetryCost[] }>(async (options) => ({
  info: { port: 0, costs: await telemetryCost(options) },
  stop: async () => {},
}))
