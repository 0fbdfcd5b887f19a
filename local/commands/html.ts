/** Makes text safe between tags and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A line of text in which `code` stands between backticks. */
export const inline = (text: string): string => escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')

/** A table of cells that are HTML already. Without columns it has no head. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.length > 0 ? `<tr>${columns.map((column) => `<th>${column}</th>`).join('')}</tr>\n` : ''
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')
  return `<table>\n${head}${body}\n</table>`
}
