import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const compiled = join(__dirname, '..', '..', 'dist', 'src', 'shared', 'utc-time.js')

/** Reads the text in a process of this time zone: a zone is fixed when a process starts. */
function readIn(zone: string, text: string): string {
  const script = `console.log(require(${JSON.stringify(compiled)}).readUtcTime(${JSON.stringify(text)}).toJSON())`
  return execFileSync(process.execPath, ['-e', script], { env: { ...process.env, TZ: zone }, encoding: 'utf8' }).trim()
}

describe.each(['UTC', 'Europe/Berlin', 'America/New_York'])('25: in a process of the zone %s', (zone) => {
  test.each([
    ['2026-07-01T10:00:00', '2026-07-01T10:00:00.000Z'],
    ['2026-12-01T10:00:00.1234567', '2026-12-01T10:00:00.123Z'],
    ['2026-07-01T10:00:00.5Z', '2026-07-01T10:00:00.500Z'],
    ['2026-07-01T10:00:00+02:00', '2026-07-01T08:00:00.000Z'],
    ['2026-07-01T10:00:00-0500', '2026-07-01T15:00:00.000Z'],
    ['2026-03-29T02:30:00', '2026-03-29T02:30:00.000Z'],
    ['nothing', 'null'],
  ])('%s is read as %s', (text, time) => expect(readIn(zone, text)).toBe(time))
})
