import { type Kind, makeSpec, type Spec } from './catalog'

const kinds: readonly Kind[] = [
  'choice',
  'integer',
  'groupCollection',
  'string',
  'choice',
  'integer',
  'choiceWithChildren',
  'stringCollection',
  'group',
  'choiceCollection',
]

/** The definitions of Linux compliance, which has its own catalog. */
export const complianceSpecs: readonly Spec[] = ['encryption', 'password', 'distribution', 'custom'].flatMap(
  (topic, t) => kinds.map((kind, k) => makeSpec(`linux_sim_${topic}`, kind, t * kinds.length + k)),
)
