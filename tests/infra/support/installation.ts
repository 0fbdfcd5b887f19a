import { deploy, type Deployed, type Deployment } from './deploy'
import { readInfra } from './files'
import { madeGuid, type Value } from './functions'
import { parametersIn, readEnvironmentFile, readMainParameters } from './parameters'

/** What whoever installs fills in. */
export const filledIn = {
  API_CLIENT_ID: madeGuid('api'),
  READER_CLIENT_ID: madeGuid('reader'),
  RESTORER_CLIENT_ID: '',
  POSTGRES_ADMINISTRATORS_GROUP_ID: madeGuid('administrators'),
  POSTGRES_ADMINISTRATORS_GROUP_NAME: 'database administrators',
  OPERATORS_GROUP_ID: madeGuid('operators'),
  ALERT_EMAILS: 'first@example.com,second@example.com',
}

/** What main.bicep deploys for an environment, with some parameters changed. */
export async function deployMain(environment: string, changed: Record<string, Value> = {}): Promise<Deployment> {
  const env = { ...readEnvironmentFile(environment), ...filledIn }
  const parameters = parametersIn(await readMainParameters(), env)
  return deploy(await readInfra(), 'main.bicep', { ...parameters, ...changed })
}

/** The resources of one type. */
export function ofType({ resources }: Deployment, type: string): Deployed[] {
  return resources.filter((resource) => resource.type === type)
}

/** A value inside a body, by a path such as `properties.sku.name`; undefined where it is not there. */
export function inside(body: Value | undefined, path: string): Value | undefined {
  return path
    .split('.')
    .reduce<Value | undefined>((value, name) => (value as Record<string, Value> | null | undefined)?.[name], body)
}
