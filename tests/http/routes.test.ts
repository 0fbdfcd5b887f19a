import * as z from 'zod'
import type { RouteDescription } from '../../src/http/route'
import { describedRoutes } from '../../src/http/routes'
import { operationRecords } from '../../src/operations/registry'
import { routeFaults } from '../support/route-faults'

test('every route has schemas, an example that they accept, a sentence, a name and a place of its own', () => {
  expect(routeFaults(describedRoutes(operationRecords.values()))).toEqual([])
})

const whole: RouteDescription = {
  name: 'makeThing',
  method: 'POST',
  path: 'things',
  tag: 'Tenants',
  summary: 'Makes a thing.',
  needs: 'tenants.register',
  body: z.strictObject({ size: z.int() }),
  answers: { 201: { description: 'The thing.', schema: z.object({ id: z.string() }) } },
  example: { body: { size: 1 }, answer: { id: 'a' } },
}

test.each<[string, Partial<RouteDescription>, string]>([
  ['a summary that is no sentence', { summary: 'Makes a thing' }, 'its summary is no sentence'],
  ['a name with a hyphen', { name: 'make-thing' }, 'its name is no identifier'],
  ['no good answer', { answers: { 404: whole.answers[201]! } }, 'no answer says that all is well'],
  [
    'an answer without a schema',
    { answers: { 201: { description: 'It.' } }, example: { body: { size: 1 }, answer: null } },
    '201 has no schema',
  ],
  [
    'an answer that is not described',
    { answers: { 201: { ...whole.answers[201]!, description: '' } } },
    '201 is not described',
  ],
])('a route with %s is found', (_, change, fault) => {
  expect(routeFaults([whole])).toEqual([])
  expect(routeFaults([{ ...whole, ...change }]).map((found) => found.replace(/^\S+: /, ''))).toEqual([fault])
})

test.each<[string, RouteDescription['example'], string]>([
  ['no body', { answer: { id: 'a' } }, 'its example is no body'],
  ['a body that the route refuses', { body: { size: 'big' }, answer: { id: 'a' } }, 'its example is no body'],
  ['an answer of another form', { body: { size: 1 }, answer: {} }, 'its example is no answer'],
])('an example with %s is found', (_, example, fault) => {
  expect(routeFaults([{ ...whole, example }])).toEqual([expect.stringContaining(fault)])
})

test('a name and a place that another route has are found', () => {
  expect(routeFaults([whole, whole])).toEqual(['makeThing: its name is taken', 'makeThing: its place is taken'])
})
