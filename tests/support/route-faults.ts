import * as z from 'zod'
import type { RouteDescription } from '../../src/http/route'

/** What routes lack, each as `name: what`. Empty: nothing. */
export function routeFaults(routes: readonly RouteDescription[]): string[] {
  return routes.flatMap((route, index) =>
    [
      ...nameFaults(route, routes.slice(0, index)),
      ...(route.summary.endsWith('.') ? [] : ['its summary is no sentence']),
      ...answerFaults(route),
      ...exampleFaults(route),
    ].map((fault) => `${route.name}: ${fault}`),
  )
}

function nameFaults({ name, method, path }: RouteDescription, before: readonly RouteDescription[]): string[] {
  return [
    ...(/^[a-z]\w*$/i.test(name) ? [] : ['its name is no identifier']),
    ...(before.some((other) => other.name === name) ? ['its name is taken'] : []),
    ...(before.some((other) => other.path === path && other.method === method) ? ['its place is taken'] : []),
  ]
}

const withoutBody = new Set(['204', '304'])

function answerFaults({ answers }: RouteDescription): string[] {
  const all = Object.entries(answers)
  return [
    ...(all.some(([status]) => status.startsWith('2')) ? [] : ['no answer says that all is well']),
    ...all.flatMap(([status, { schema }]) => (withoutBody.has(status) === !schema ? [] : [`${status} has no schema`])),
    ...all.flatMap(([status, { description }]) => (description.endsWith('.') ? [] : [`${status} is not described`])),
  ]
}

function exampleFaults({ answers, example, body }: RouteDescription): string[] {
  const [good] = Object.values(answers)
  const shown = (good?.schema ?? z.null()).safeParse(example.answer)
  const accepted = (body ?? z.undefined()).safeParse(example.body)
  return [
    ...(shown.success ? [] : [`its example is no answer: ${z.prettifyError(shown.error)}`]),
    ...(accepted.success ? [] : [`its example is no body: ${z.prettifyError(accepted.error)}`]),
  ]
}
