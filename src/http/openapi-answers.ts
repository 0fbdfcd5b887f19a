import { type ErrorCode, errorCodes } from '../shared/error-codes'
import { AppError } from '../shared/errors'
import { Problem } from './answers'
import type { JsonSchema, SchemaWriter } from './json-schema'
import { problem } from './problem'
import { problemsOf } from './problems-of'
import type { RouteDescription } from './route'

/** By media type. */
export type Content = Record<string, { schema: JsonSchema; example?: unknown }>

/** What the document says of an answer. */
export interface DocumentedAnswer {
  description: string
  /** Of a problem: its usual codes. */
  'x-codes'?: readonly ErrorCode[]
  headers?: Record<string, { description: string; schema: JsonSchema }>
  /** Absent: no body. */
  content?: Content
}

/** The answers of a route by status: those of its record, and the problems that it can have. */
export function answersOf(route: RouteDescription, schemas: SchemaWriter): Record<string, DocumentedAnswer> {
  const answers = goodAnswers(route, schemas)
  for (const [status, codes] of problemsOf(route)) {
    const refused = problemAnswer(codes, schemas)
    const good = answers[status]
    answers[status] = good ? { ...refused, ...good, content: { ...good.content, ...refused.content } } : refused
  }
  return answers
}

function goodAnswers({ answers, example }: RouteDescription, schemas: SchemaWriter): Record<string, DocumentedAnswer> {
  // the example belongs to the first: the others are refusals in a form of their own
  const [first] = Object.keys(answers)
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, schema, headers, mediaType = 'application/json' }]) => [
      status,
      {
        description,
        ...(headers && { headers: headersOf(headers) }),
        ...(schema && {
          content: {
            [mediaType]: {
              schema: schemas.write(schema, 'output'),
              ...(status === first ? { example: example.answer } : {}),
            },
          },
        }),
      },
    ]),
  )
}

const hintOf: Readonly<Record<string, string>> = {
  'retry-after': 'Seconds until it is worth asking again.',
  'www-authenticate': 'The kind of token: `Bearer`.',
}

function problemAnswer(codes: readonly ErrorCode[], schemas: SchemaWriter): DocumentedAnswer {
  const { jsonBody, headers: { 'content-type': mediaType = '', ...headers } = {} } = problem(new AppError(codes[0]!))
  const hints = Object.keys(headers).map((name) => [name, hintOf[name] ?? ''])
  return {
    description: codes.map((code) => `\`${code}\`: ${errorCodes[code].message}`).join('\n\n'),
    'x-codes': codes,
    ...(hints.length > 0 && { headers: headersOf(Object.fromEntries(hints)) }),
    content: { [mediaType]: { schema: schemas.write(Problem, 'output'), example: jsonBody } },
  }
}

const headersOf = (headers: Readonly<Record<string, string>>): NonNullable<DocumentedAnswer['headers']> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  )
