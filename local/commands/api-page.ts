import type { JsonSchema } from '../../src/http/json-schema'
import type { DocumentedOperation, OpenApiDocument } from '../../src/http/openapi'
import type { DocumentedAnswer } from '../../src/http/openapi-answers'
import { escapeHtml, inline, table } from './html'
import { schemaTable, typeText } from './schema-html'

interface Place {
  method: string
  path: string
  operation: DocumentedOperation
}

/** Writes the API as one HTML page that needs nothing else: no script, no style from elsewhere. */
export function apiPage({ info, paths, components }: OpenApiDocument): string {
  const places = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
  const tags = [...new Set(places.map(({ operation }) => operation.tags[0]))]
  const of = (tag: string) => places.filter(({ operation }) => operation.tags[0] === tag)
  return `<!doctype html>
<html lang="en">
<head>
<!-- Generated from the records of routes by "npm run docs:pages"; a test compares. -->
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(info.title)}: the API</title>
<style>
${style}
</style>
</head>
<body>
<h1>${escapeHtml(info.title)}: the API</h1>
<p>Version ${escapeHtml(info.version)}. ${inline(info.description)} How to get a token, follow a run and read errors: <a href="api.md">api.md</a>.
The same for programs: <code>GET /api/openapi.json</code>.</p>
<nav>
${tags.map((tag) => contents(tag, of(tag))).join('\n')}
</nav>
${tags.map((tag) => `<h2 id="tag-${tag}">${tag}</h2>\n${of(tag).map(section).join('\n')}`).join('\n')}
<h2 id="schemas">Bodies</h2>
${Object.entries(components.schemas).map(schemaSection).join('\n')}
</body>
</html>
`
}

const style = `:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 3rem; border-bottom: 1px solid }
h3 { margin-top: 2.5rem }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; overflow-wrap: anywhere }
pre { overflow-x: auto; padding: .5rem; border: 1px solid #8884 }
code, pre { font: 14px/1.4 ui-monospace, monospace }`

function contents(tag: string, places: readonly Place[]): string {
  const rows = places.map(({ method, path, operation: { operationId, summary } }) => [
    `<a href="#${operationId}"><code>${method} ${escapeHtml(path)}</code></a>`,
    inline(summary),
  ])
  return `<h4>${tag}</h4>\n${table([], rows)}`
}

function section({ method, path, operation }: Place): string {
  const { operationId, summary, description, parameters, requestBody, responses } = operation
  const body = requestBody?.content['application/json']
  return [
    `<section id="${operationId}">`,
    `<h3><code>${method} ${escapeHtml(path)}</code></h3>`,
    `<p>${inline(summary)} ${inline(description)} Operation: <code>${operationId}</code>.</p>`,
    ...(parameters.length > 0
      ? [
          table(
            ['Parameter', 'In', 'Type', ''],
            parameters.map(({ name, in: place, required, description: says, schema }) => [
              `<code>${name}</code>`,
              place,
              typeText(schema),
              inline(`${required ? 'Required. ' : ''}${says}`),
            ]),
          ),
        ]
      : []),
    ...(body && requestBody
      ? [
          `<h4>Body${requestBody.required ? '' : ' (may be absent)'}</h4>`,
          schemaTable(body.schema),
          example(body.example),
        ]
      : []),
    '<h4>Answers</h4>',
    table(['Status', 'Body', ''], Object.entries(responses).map(answerRow)),
    ...Object.values(responses).flatMap(({ content }) => {
      const shown = content?.['application/json']?.example
      return shown === undefined ? [] : [example(shown)]
    }),
    '</section>',
  ].join('\n')
}

function answerRow([status, { content = {}, description, headers = {}, ...answer }]: [
  string,
  DocumentedAnswer,
]): string[] {
  const codes = answer['x-codes']
  const bodies = Object.values(content).map(({ schema }) => typeText(schema))
  const says = [
    ...('application/json' in content || !codes ? [inline(description)] : []),
    ...(codes ? [codes.map((code) => `<code>${code}</code>`).join(', ')] : []),
    ...(codes
      ? []
      : Object.entries(headers).map(([name, header]) => `<code>${name}</code>: ${inline(header.description)}`)),
  ]
  return [status, bodies.join(' or ') || 'none', says.join('<br>')]
}

const example = (value: unknown): string => `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`

const schemaSection = ([name, schema]: [string, JsonSchema]): string =>
  `<h3 id="schema-${name}">${name}</h3>\n${schemaTable(schema)}`
