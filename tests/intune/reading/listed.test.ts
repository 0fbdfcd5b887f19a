import * as z from 'zod'
import { GraphIdText, parseListed } from '../../../src/intune/reading/listed'

const Entry = z.object({ id: GraphIdText })

test.each(['.', '..', '', 'a\nb', '\ud800', 'x'.repeat(201)])('the id %j makes its entry unreadable', (id) => {
  expect(() => parseListed(Entry, 's', { id })).toThrow('An entry of s has a form that cannot be read: id.')
})

test.each(['...', 'a.b', 'T_65123f', 'ä/b'])('the id %j is read', (id) => {
  expect(parseListed(Entry, 's', { id })).toEqual({ id })
})
