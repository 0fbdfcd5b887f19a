import type { Attributes, Meter } from '@opentelemetry/api'
import { type MetricName, metrics } from '../shared/metrics'
import type { Telemetry } from '../shared/telemetry'

type Measure = (value: number, attributes?: Attributes) => void

/** Makes the part of telemetry that measures. An instrument is made when it is first used. */
export function createMeasurements(meter: Meter): Pick<Telemetry, 'measure'> {
  const instruments = new Map<MetricName, Measure>()
  return {
    measure(name, value, attributes) {
      const measure = instruments.get(name) ?? instrumentOf(meter, name)
      instruments.set(name, measure)
      measure(value, attributes)
    },
  }
}

function instrumentOf(meter: Meter, name: MetricName): Measure {
  const { kind, unit } = metrics[name]
  if (kind === 'counter') {
    const counter = meter.createCounter(name, { unit })
    return (value, attributes) => counter.add(value, attributes)
  }
  const instrument = kind === 'gauge' ? meter.createGauge(name, { unit }) : meter.createHistogram(name, { unit })
  return (value, attributes) => instrument.record(value, attributes)
}
