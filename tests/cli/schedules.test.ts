import { schedulesCommand } from '../../cli/commands/schedules'
import { startLists } from './lists'

const { answers, said, seen, run } = startLists(schedulesCommand)

const schedule = {
  operation: 'policy.sync',
  everyMinutes: null,
  cron: '30 2 * * *',
  timeZone: 'Europe/Berlin',
  jitterMinutes: 60,
  paused: false,
  input: {},
  nextTimes: ['2026-11-30T01:30:00.000Z'],
  heldUntil: null,
}

test('schedules are listed with their next time', async () => {
  answers['GET schedules'] = () => ({ items: [schedule] })
  await run('list')
  expect(said).toEqual([
    'operation    everyMinutes  cron        timeZone       paused  next               heldUntil',
    'policy.sync                30 2 * * *  Europe/Berlin  false   2026-11-30 01:30Z',
  ])
})

test('a schedule is set by cron or by minutes, and told as the API took it', async () => {
  answers['POST schedules'] = () => schedule
  await run('set', 'policy.sync', '--cron', '30 2 * * *', '--time-zone', 'Europe/Berlin', '--jitter', '60', '--paused')
  expect(said).toEqual([
    'policy.sync: 30 2 * * * (Europe/Berlin), up to 60 minutes late',
    '  next 2026-11-30T01:30:00.000Z',
  ])
  await run('set', 'policy.sync', '--every', '90', '--input', '{}', '--json')
  expect(JSON.parse(said[2]!)).toEqual(schedule)
  expect(seen()).toEqual([
    'POST schedules {"operation":"policy.sync","cron":"30 2 * * *","timeZone":"Europe/Berlin","jitterMinutes":60,"paused":true}',
    'POST schedules {"operation":"policy.sync","everyMinutes":90,"input":{}}',
  ])
})

test('a held or paused schedule says so', async () => {
  const held = { everyMinutes: 90, cron: null, timeZone: null, paused: true, nextTimes: [], heldUntil: 'later' }
  answers['POST schedules'] = () => ({ ...schedule, ...held })
  await run('set', 'policy.sync', '--every', '90')
  expect(said).toEqual([
    'policy.sync: every 90 minutes, up to 60 minutes late, paused',
    '  held until later: the tenant needs an administrator',
  ])
})

test('a schedule is removed', async () => {
  answers['DELETE schedules/policy.sync'] = () => null
  await run('remove', 'policy.sync')
  expect(said).toEqual(['The schedule is removed.'])
  expect(seen()).toEqual(['DELETE schedules/policy.sync'])
})
