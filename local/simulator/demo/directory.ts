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

const filterNames: readonly string[] = filters.map(([name]) => name)

/** The id of a group, also of the deleted one. Like the next two it throws for a name that the tenant does not have. */
export const groupIdOf = (name: string): string => uuid('demo', 'group', known(name, [...groups, deletedGroup]))

export const filterIdOf = (name: string): string => uuid('demo', 'filter', known(name, filterNames))

/** Scope tags have small numbers as ids; 0 is the one of every tenant. */
export const tagIdOf = (name: string): string => String(1 + countryNames.indexOf(known(name, countryNames)))

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

function known(name: string, names: readonly string[]): string {
  if (!names.includes(name)) throw new Error(`the demo tenant has no ${name}`)
  return name
}
