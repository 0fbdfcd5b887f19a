import { explained } from '../../src/db/migration-errors'

const failed = (code: string) => Object.assign(new Error('it broke'), { code })
const said = (code: string, what?: string) =>
  (explained(failed(code), 'postgres://a%40b.com:secret@db.example.com/my%20app', what) as Error).message

test('user and database are named as people write them', () => {
  expect(said('28000')).toContain('does not let the user "a@b.com" in')
  expect(said('3D000')).toContain('no database "my app"')
})

test('what stopped is named', () => {
  expect(said('XX000', 'The bootstrap')).toBe('The bootstrap stopped: it broke.')
})
