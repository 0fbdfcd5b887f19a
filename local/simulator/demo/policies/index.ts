import type { Template } from '../template'
import { administrativeTemplates } from './administrative-templates'
import { apple } from './apple'
import { bitlocker } from './bitlocker'
import { browsers } from './browsers'
import { compliance } from './compliance'
import { configurations } from './configurations'
import { defender } from './defender'
import { firewall } from './firewall'
import { identity } from './identity'
import { intents } from './intents'
import { linux } from './linux'
import { mobile } from './mobile'
import { office } from './office'
import { scripts } from './scripts'
import { updates } from './updates'
import { windows } from './windows'

const subjects: readonly (readonly Template[])[] = [
  bitlocker,
  compliance,
  updates,
  configurations,
  defender,
  firewall,
  identity,
  scripts,
  apple,
  intents,
  linux,
  administrativeTemplates,
  browsers,
  office,
  windows,
  mobile,
]

const longest = Math.max(...subjects.map(({ length }) => length))

/** All templates, of each subject in turn, so that a small tenant has some of everything. */
export const templates: readonly Template[] = Array.from({ length: longest }, (_, n) =>
  subjects.flatMap((subject) => subject.slice(n, n + 1)),
).flat()
