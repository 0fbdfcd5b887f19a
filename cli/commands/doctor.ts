import { Command } from 'commander'
import { readPlace } from '../dlq/access'
import { queueNames } from '../dlq/queue-names'
import { addressLook, readinessLook } from '../doctor/address'
import type { Look } from '../doctor/check'
import { examine } from '../doctor/doctor'
import type { Bus, Installation } from '../doctor/installation'
import { queueLooks } from '../doctor/queues'
import { tenantLook } from '../doctor/tenant'
import { tokenLook } from '../doctor/token'
import { workerHealthLook } from '../doctor/worker-health'
import type { ConnectionOptions, Outside } from '../outside'
import { createProgress, noProgress } from '../progress'
import { explained } from '../usage'

/** What `doctor` gets besides from whoever makes the program. */
export interface DoctorOutside extends Outside {
  /** What is looked at: less than a command needs, because what is missing is a finding. Throws a `UsageError`. */
  installation(options: ConnectionOptions): Installation
  /** The certificate of a broker on this machine, in PEM. */
  serviceBusCertificate?(): string | undefined
  /** Called in the end: what is silent must not keep the process. */
  leave(): void
}

interface DoctorOptions extends ConnectionOptions {
  verify: boolean
}

/** `doctor`: says whether an installation works, and what to do where it does not. */
export function doctorCommand(outside: DoctorOutside): Command {
  const command = new Command('doctor')
    .description(
      'Says whether an installation works, and what to do where it does not: the app, the token, the database, the queues (TENANTPILOT_SERVICEBUS: NAME.servicebus.windows.net, as who is signed in with the Azure CLI), and Graph for the tenant that is named.',
    )
    .option('--no-verify', 'does not start tenant.verify')
  for (const option of outside.options) command.addOption(option)
  const codes =
    '0 all is well, 3 a warning or something could not be checked, 1 something failed, 2 wrong usage, 130 interrupted'
  return explained(command, codes, outside.typed('doctor')).action(async (_options, command: Command) => {
    const options = command.optsWithGlobals<DoctorOptions>()
    const installation = outside.installation(options)
    const looks = looksAt(installation, busOf(outside))
    const verifying = options.verify ? verifyLooks(outside, installation, options) : []
    process.exitCode = await examine([...looks, ...verifying], options.json === true).finally(outside.leave)
  })
}

function looksAt(installation: Installation, bus: Bus | undefined): Look[] {
  return [
    addressLook(installation),
    readinessLook(installation),
    tokenLook(installation, Date.now),
    workerHealthLook(installation),
    ...queueNames(process.env).flatMap((queue) => queueLooks(bus, queue)),
  ]
}

function busOf(outside: DoctorOutside): Bus | undefined {
  const text = outside.serviceBus?.()
  return text ? { place: readPlace(text), certificate: outside.serviceBusCertificate?.() } : undefined
}

function verifyLooks({ typed }: Outside, { tenant }: Installation, { json }: ConnectionOptions): Look[] {
  if (tenant) return [tenantLook({ api: tenant, progress: json ? noProgress : createProgress(process.stderr), typed })]
  console.error('Graph is not looked at: that needs a tenant (--tenant) and an access token.')
  return []
}
