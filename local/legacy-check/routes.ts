import type { SourceFile } from './files'

/** A file that Next.js serves as a route: `app/…/route.ts`, `pages/api/…`. */
const routeFile = /(?:^|\/)(?:app\/(?:.+\/)?route|pages\/api\/.+)\.[cm]?[jt]sx?$/

const handlers = (methods: string) =>
  new RegExp(
    String.raw`\bexport\s{1,9}(?:default\b|(?:async\s{1,9})?function\s{1,9}(?:${methods})\b|const\s{1,9}(?:${methods})\b|\{[^}]{0,500}\b(?:${methods})\b)`,
  )
const writing = handlers('POST|PUT|PATCH|DELETE')
const reading = handlers('GET|POST')

/** What the typed client of examples/next-app is called: such a file was moved already. */
const moved = /\btenantPilot\(/

const ofSettings = /ingest|n8n|policy[-_]?settings/i
const ofSync = /sync|n8n|job/i
const ofProgress = /status|progress|poll/i

/** Finds the handler of a route through which something else sends settings. By its path, or by the old secret in it. */
export function findIngestion({ path, text }: SourceFile): number[] {
  if (!routeFile.test(path) || moved.test(text)) return []
  return ofSettings.test(path) || /\bPOLICY_API_SECRET\b|x-api-secret/i.test(text) ? at(writing, text) : []
}

/** Finds the handler of a route that is asked how far a sync is, by its path. */
export function findPolling({ path, text }: SourceFile): number[] {
  if (!routeFile.test(path) || moved.test(text)) return []
  return ofSync.test(path) && ofProgress.test(path) ? at(reading, text) : []
}

function at(pattern: RegExp, text: string): number[] {
  const found = pattern.exec(text)
  return found ? [found.index] : []
}
