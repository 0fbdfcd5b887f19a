import { version } from '../../package.json'
import { capabilities, type Capability, roles } from '../shared/capabilities'
import { createSchemaWriter, type JsonSchema, type SchemaWriter } from './json-schema'
import { answersOf, type Content, type DocumentedAnswer } from './openapi-answers'
import { type DocumentedParameter, parametersOf } from './openapi-parameters'
import { idsIn } from './requests'
import type { RouteDescription } from './route'

/** What the document says of a route. */
export interface DocumentedOperation {
  operationId: string
  tags: [RouteDescription['tag']]
  summary: string
  /** What a caller needs. */
  description: string
  /** Absent: an access token. Empty: nothing. */
  security?: []
  parameters: DocumentedParameter[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, DocumentedAnswer>
}

/** An OpenAPI document, as far as ours has the parts. */
export interface OpenApiDocument {
  openapi: string
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  security: Record<string, string[]>[]
  paths: Record<string, Record<string, DocumentedOperation>>
  components: { schemas: Readonly<Record<string, JsonSchema>>; securitySchemes: Record<string, unknown> }
}

/** Describes routes as OpenAPI 3.1. It knows no tenant and no secret: only what the records of the routes say. */
export function openApiDocument(routes: Iterable<RouteDescription>): OpenApiDocument {
  const schemas = createSchemaWriter()
  const paths: OpenApiDocument['paths'] = {}
  for (const route of routes)
    (paths[`/api/${route.path}`] ??= {})[route.method.toLowerCase()] = operationOf(route, schemas)
  return {
    openapi: '3.1.1',
    info: {
      title: 'TenantPilot Functions',
      version,
      description:
        'Copies Intune policies of many Entra tenants into searchable settings. Answers may get more properties some day.',
    },
    servers: [{ url: '/' }],
    security: [{ entra: [] }],
    paths,
    components: { schemas: schemas.named, securitySchemes: { entra } },
  }
}

const entra = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'An access token of Entra (v2) for this API. Rights are grants, which owners of a workspace give.',
}

function operationOf(route: RouteDescription, schemas: SchemaWriter): DocumentedOperation {
  const { name, tag, summary, body, example } = route
  return {
    operationId: name,
    tags: [tag],
    summary,
    description: needed(route),
    ...(route.needs === null ? { security: [] } : {}),
    parameters: parametersOf(route, schemas),
    ...(body && {
      requestBody: {
        required: !body.safeParse({}).success,
        content: { 'application/json': { schema: schemas.write(body, 'input'), example: example.body ?? {} } },
      },
    }),
    responses: answersOf(route, schemas),
  }
}

/** Says in one sentence what a caller needs. */
function needed({ needs, path }: RouteDescription): string {
  if (needs === null) return 'For everybody, without a token.'
  if (needs === 'Operations') return 'Needs the app role `Operations`.'
  const { role, on, inPerson } = capabilities[needs]
  const highest = role === roles.at(-1) ? '' : ' or a higher one'
  return `Needs the role \`${role}\`${highest} ${placeOf(path, on)}.${inPerson ? ' Not on behalf of somebody else.' : ''}`
}

/** Where a caller needs a role, by the ids in the path. */
function placeOf(path: string, on: Capability['on']): string {
  const ids = idsIn(path)
  if (on === 'workspace') return 'in the whole workspace'
  if (ids.includes('tenantId')) return 'in the tenant or its workspace'
  return ids.includes('workspaceId') ? 'in the workspace or one of its tenants' : 'in any workspace or tenant'
}
