import { assignmentFilter, Directory, group, scopeTag } from '../data/directory'
import { uuid } from '../seed'
import { countryNames, unitGroups } from './units'

const groups: readonly string[] = [
  'SG-Intune-Windows-Pilot',
  'SG-Intune-Windows-Broad',
  'SG-Intune-macOS-Corporate',
  'SG-Intune-iOS-Corporate',
  'SG-Intune-Android-Corporate',
  'SG-Intune-Linux-Developers',
  'SG-Intune-Kiosks',
  'SG-Intune-Meeting-Rooms',
  'SG-Intune-Privileged-Workstations',
  'SG-Intune-Exclusions',
  'SG-Office-Macro-Exceptions',
  'SG-USB-Exceptions',
  ...unitGroups,
]

/** A group that is still assigned and was deleted. */
export const deletedGroup = 'SG-Intune-Windows-10-Legacy'

const filters: readonly (readonly [name: string, platform: string, rule: string])[] = [
  ['Win - Corporate devices', 'windows10AndLater', '(device.deviceOwnership -eq "Corporate")'],
  ['Win - Personal devices', 'windows10AndLater', '(device.deviceOwnership -eq "Personal")'],
  ['Win - Virtual machines', 'windows10AndLater', '(device.model -startsWith "Cloud PC") or (device.model -eq "Virtual Machine")'],
  ['Win - Windows 11', 'windows10AndLater', '(device.osVersion -startsWith "10.0.2")'],
  ['Mac - Corporate devices', 'macOS', '(device.enrollmentProfileName -eq "ADE - macOS")'],
  ['iOS - Supervised', 'iOS', '(device.enrollmentProfileName -startsWith "ADE - iOS")'],
  ['Android - Fully managed', 'androidForWork', '(device.operatingSystemSKU -eq "CorporateOwnedFullyManaged")'],
] // prettier-ignore

/** The name of a group as its id, also of the deleted one; an assignment filter's likewise. Throws for a name that is not here. */
export const groupIdOf = (name: string) => idOf('group', name, [...groups, deletedGroup])
export const filterIdOf = (name: string) =>
  idOf(
    'filter',
    name,
    filters.map(([known]) => known),
  )

/** The id of a scope tag by its name. */
export const tagIdOf = (name: string) => String(1 + countryNames.indexOf(name))

/** Creates what the policies of the demo tenant refer to. */
export function demoDirectory(): Directory {
  return new Directory(
    groups.map((name) => group(groupIdOf(name), name)),
    filters.map(([name, platform, rule]) => assignmentFilter(filterIdOf(name), name, { platform, rule })),
    [
      scopeTag('0', 'Default'),
      ...countryNames.map((name) => scopeTag(tagIdOf(name), name, `Administrators in ${name}`)),
    ],
  )
}

function idOf(kind: string, name: string, known: readonly string[]): string {
  if (!known.includes(name)) throw new Error(`the demo tenant has no ${kind} ${name}`)
  return uuid('demo', kind, name)
}
