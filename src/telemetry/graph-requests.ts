import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'

/**
 * Makes a span of each request of the global `fetch`, which Microsoft's Graph client uses and the distro does not know. Without the
 * query: it holds filters and page tokens. Only inside of other work, because a request of the SDKs' own would be a trace of its own.
 */
export function watchFetch(): void {
  const watching = new UndiciInstrumentation({
    requireParentforSpans: true,
    startSpanHook: ({ origin, path }) => ({
      'url.full': `${origin}${path.split('?')[0]}`,
      'url.query': '',
    }),
  })
  watching.enable()
}
