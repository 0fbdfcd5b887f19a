import { type Category, errorCodes } from '../../src/shared/error-codes'

const next: Readonly<Record<Category, string>> = {
  retry_later: 'repeated automatically',
  needs_administrator: 'someone must fix the cause, then start again',
  conflict: 'the data has changed: ask again, or wait for the next sync',
  invalid_request: 'the caller must change the request',
  bug: 'an error in this service: the log has the stack',
}

/** Renders the registry of error codes as Markdown. */
export function errorCodesPage(): string {
  const rows = Object.entries(errorCodes).map(
    ([code, { category, status, message }]) => `| \`${code}\` | ${status ?? ''} | ${category} | ${message} |`,
  )
  return `# Error codes

<!-- Generated from src/shared/error-codes.ts by "npm run docs:pages"; a test compares. -->

Answers, logs, runs and items use these codes. The category says what happens next:

| category | |
|---|---|
${Object.entries(next)
  .map(([category, says]) => `| ${category} | ${says} |`)
  .join('\n')}

| code | HTTP | category | |
|---|---|---|---|
${rows.join('\n')}
`
}
