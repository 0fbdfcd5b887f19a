import { tmpdir } from 'node:os'

const room = (place: string) => `There is no room left in ${place}`
const readOnly = (place: string) => `Nothing can be written in ${place}`

const sentences: Readonly<Record<string, (place: string) => string>> = {
  ENOSPC: room,
  EDQUOT: room,
  EROFS: readOnly,
  EACCES: readOnly,
  EPERM: readOnly,
  ENOENT: (place) => `There is no folder ${place}`,
  ENOTDIR: (place) => `There is no folder ${place}`,
  EISDIR: (place) => `${place} is a folder`,
}

/** Makes the error of a write one sentence that says where, and what to do (`remedy`). Any other error is returned as it is. */
export function writeProblem(error: unknown, place: string, remedy: string): unknown {
  const { code } = Object(error) as { code?: unknown }
  const sentence = sentences[String(code)]?.(place)
  if (sentence === undefined) return error
  const first = isFullDisk(error) ? 'make room there, or ' : ''
  return new Error(`${sentence} (${String(code)}): ${first}${remedy}.`, { cause: error })
}

/** True for a full disk, whether the system says it by code or a program in its output. */
export function isFullDisk(error: unknown): boolean {
  const { code, message, stderr } = Object(error) as Record<'code' | 'message' | 'stderr', unknown>
  const text = typeof error === 'string' ? error : `${String(message)} ${String(stderr)}`
  return code === 'ENOSPC' || code === 'EDQUOT' || /No space left on device|Disk quota exceeded/.test(text)
}

/** Makes the error of a write into the temporary folder one sentence. */
export function scratchProblem(error: unknown): unknown {
  const known = isFullDisk(error) ? { code: 'ENOSPC', cause: error } : error
  return writeProblem(known, tmpdir(), 'set TMPDIR to a folder with 600 MB free that can be written')
}
