/** Makes a sentence of problem details, with the code behind it. Undefined for any other body. */
export function problemSentence(body: string): string | undefined {
  const { title, detail, code } = parsed(body)
  if (typeof title !== 'string' || typeof code !== 'string') return undefined
  const sentences = [...new Set([title, ...(typeof detail === 'string' ? [detail] : [])])]
  return `${sentences.map((each) => (/[.!?]$/.test(each) ? each : `${each}.`)).join(' ')} (${code})`
}

function parsed(body: string): Record<string, unknown> {
  try {
    return (JSON.parse(body) ?? {}) as Record<string, unknown>
  } catch {
    return {}
  }
}
