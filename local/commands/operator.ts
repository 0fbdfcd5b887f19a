import { Option } from 'commander'
import { jsonOption, readTenant } from '../../cli/connection'
import type { DoctorOutside } from '../../cli/commands/doctor'
import type { ConnectionOptions } from '../../cli/outside'
import type { Api } from '../../cli/http'
import { leaveSoon } from '../../cli/leave'
import type { Typed } from '../../cli/usage'
import type { DemoCallerName } from '../simulator/entra/demo-callers'
import { apiOf } from '../stack/caller-api'
import { callerOption } from './caller-option'
import { printExceptions } from './report'
import { readStackFile } from './stack-file'

/** How the commands of this machine are typed. Words behind the first, if there are any, stand behind npm's own dashes. */
export const typed: Typed = (...words) => {
  const [command, ...rest] = words[0]?.startsWith('--') ? ['demo', ...words] : words
  return ['npm run', command, ...(rest.length > 0 ? ['--', ...rest] : [])].join(' ')
}

interface LocalOptions extends ConnectionOptions {
  as?: DemoCallerName
}

function connect({ tenant, as }: LocalOptions): Api {
  const api = apiOf(readStackFile(), as)
  return tenant === undefined ? api : { ...api, tenantId: readTenant(tenant) }
}

/** The operator's commands work on the running stack, and read from its database what the API does not tell. */
export const runningStack: DoctorOutside = {
  typed,
  options: [
    new Option('--tenant <id>', 'external id or app key; the seeded tenant by default'),
    callerOption(),
    jsonOption,
  ],
  connect,
  /** Its health is read by who looks after the backend, its tenant by whom `--as` names. */
  installation(options: LocalOptions) {
    const { url, token } = apiOf(readStackFile(), 'operations')
    return { url, token, tenant: connect(options) }
  },
  serviceBus: () => readStackFile().broker.connectionString,
  leave: leaveSoon,
  serviceBusCertificate: () => readStackFile().broker.certificate,
  afterRun: ({ runId }) => printExceptions(readStackFile().postgres.url, runId),
}
