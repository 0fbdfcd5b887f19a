/** Makes a sentence of problem details, with the code behind it. Undefined for any other body. */
export function problemSentence(body: string): string | undefined {
  const { title, detail, code } = parsed(body)
  if (typeof title !== 'string' || typeof code !== 'string') return undefined
  // the detail says what the title says, and more
  const sentence = typeof detail === 'string' ? detail : title
  return `${/[.!?]$/.test(sentence) ? sentence : `${sentence}.`} (${code})`
}

function parsed(body: string): Record<string, unknown> {
  try {
    return (JSON.parse(body) ?? {}) as Record<string, unknown>
  } catch {
    return {}
  }
}
