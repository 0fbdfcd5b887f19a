/** Every metric: its kind, its unit, and by what it is told apart. Names stand in queries of `infra/` too. */
export const metrics = {
  'tenantpilot.run.dwell': { kind: 'histogram', unit: 's', by: ['operation', 'lane'] },
  'tenantpilot.run.duration': { kind: 'histogram', unit: 's', by: ['operation', 'status'] },
  'tenantpilot.run.items': { kind: 'counter', unit: '{item}', by: ['operation', 'outcome'] },
  'tenantpilot.run.fenced': { kind: 'counter', unit: '{attempt}', by: ['operation'] },
  'tenantpilot.graph.requests': { kind: 'counter', unit: '{request}', by: ['operation'] },
  'tenantpilot.graph.throttled': { kind: 'counter', unit: 's', by: ['operation'] },
  'tenantpilot.graph.duration': { kind: 'histogram', unit: 's', by: ['status'] },
  'tenantpilot.db.duration': { kind: 'histogram', unit: 's', by: ['pool'] },
  'tenantpilot.db.wait': { kind: 'histogram', unit: 's', by: ['pool'] },
  // of the whole system, told by the pass of reconcile that holds the lock
  'tenantpilot.runs': { kind: 'gauge', unit: '{run}', by: ['state'] },
  'tenantpilot.runs.oldest_due': { kind: 'gauge', unit: 's', by: [] },
  'tenantpilot.sync.oldest_due': { kind: 'gauge', unit: 's', by: [] },
  'tenantpilot.runs.oldest_owed': { kind: 'gauge', unit: 's', by: [] },
  'tenantpilot.dead_letters': { kind: 'gauge', unit: '{message}', by: ['lane'] },
} as const satisfies Record<string, Metric>

interface Metric {
  kind: 'histogram' | 'counter' | 'gauge'
  /** Of UCUM, as OpenTelemetry has them. */
  unit: string
  by: readonly string[]
}

export type MetricName = keyof typeof metrics
