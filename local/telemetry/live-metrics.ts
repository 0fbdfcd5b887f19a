import type { Answer } from './ingestion'

/** What Live Metrics asks and sends: nobody watches, so that nothing more is sent. Null for any other path. */
export function liveMetrics(method: string, path: string): Answer | null {
  if (method !== 'POST' || !/^\/QuickPulseService\.svc\/(?:ping|post)$/.test(path)) return null
  return {
    status: 200,
    body: { ETag: '', Metrics: [], DocumentStreams: [] },
    headers: { 'x-ms-qps-subscribed': 'false', 'x-ms-qps-configuration-etag': '' },
  }
}
