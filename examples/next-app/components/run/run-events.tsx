import { shortTime } from '../../lib/runs/times'
import type { Events } from '../../lib/tenantpilot/schema'

const words: Record<string, string> = {
  queued: 'Asked for',
  started: 'Begun',
  requeued: 'Put back',
  ended: 'Ended',
}

/** Says what happened to a run, in its order. */
export function RunEvents({ events }: { events: Events['items'] }) {
  return (
    <section aria-labelledby="tp-events">
      <h2 id="tp-events">Events</h2>
      <ol className="tp-lines">
        {events.map(({ seq, at, kind }) => (
          <li key={seq}>
            <time dateTime={at}>{shortTime(at)}</time> {words[kind] ?? kind}
          </li>
        ))}
      </ol>
    </section>
  )
}
