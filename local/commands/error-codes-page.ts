import { type Category, errorCodes } from '../../src/shared/error-codes'

const next: Readonly<Record<Category, string>> = {
  retry_later: 'goes on by itself',
  needs_administrator: 'somebody must act first, then start again',
  conflict: 'the world moved: ask again, or wait for the next sync',
  invalid_request: 'the caller must change the request',
  bug: 'ours to mend: the log has its frames',
}

/** Renders the registry of error codes as Markdown. */
export function errorCodesPage(): string {
  const rows = Object.entries(errorCodes).map(
    ([code, { category, status, message }]) => `| \`${code}\` | ${status ?? ''} | ${category} | ${message} |`,
  )
  return `# Error codes

<!-- Made from src/shared/error-codes.ts by "npm run docs:pages"; a test compares. -->

Answers, logs, runs and items use these words. What happens next follows from the category:

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
