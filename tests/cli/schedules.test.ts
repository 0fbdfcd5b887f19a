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
    'operation    everyMinutes  cron        timeZone       jitterMinutes  paused  next               heldUntil',
    'policy.sync                30 2 * * *  Europe/Berlin  60             false   2026-11-30 01:30Z',
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

test.each([
  ['pause', schedule, { cron: '30 2 * * *', timeZone: 'Europe/Berlin' }, true],
  ['pause', { ...schedule, timeZone: null }, { cron: '30 2 * * *' }, true],
  ['resume', { ...schedule, everyMinutes: 90, cron: null, timeZone: null }, { everyMinutes: 90 }, false],
])('%s sends the whole schedule again, and changes nothing else', async (word, before, when, paused) => {
  const input = { policies: ['a'] }
  answers['GET schedules'] = () => ({
    items: [
      { ...before, operation: 'other.one' },
      { ...before, input },
    ],
  })
  answers['POST schedules'] = () => ({ ...before, paused })
  await run(word, 'policy.sync')
  const body = { operation: 'policy.sync', ...when, jitterMinutes: 60, input, paused }
  expect(seen()).toEqual(['GET schedules', `POST schedules ${JSON.stringify(body)}`])
  expect(said[0]!.endsWith(', paused')).toBe(paused)
})

test('what has no schedule cannot be paused', async () => {
  answers['GET schedules'] = () => ({ items: [] })
  await expect(run('pause', 'policy.sync')).rejects.toThrow(
    'policy.sync has no schedule here. Which there are: schedules list',
  )
  expect(seen()).toEqual(['GET schedules'])
})
