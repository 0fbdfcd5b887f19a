/** The longest answer that is read, in bytes. Entra's are below 20 KiB. */
const longestAnswer = 1024 * 1024

/** How long one request may take, in milliseconds, with its body. */
const timeoutMs = 2_500

/**
 * Reads a JSON document of at most 1 MiB within 2.5 seconds. Throws for a redirect, for a status other than 200, and for what
 * is not JSON; no error contains text of the answer.
 */
export async function readJson(url: string, fetch: typeof globalThis.fetch): Promise<unknown> {
  const response = await fetch(url, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`status ${response.status} instead of 200`)
  }
  return parse(await readBody(response))
}

async function readBody(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > longestAnswer) throw new Error(`an answer of more than ${longestAnswer} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('an answer that is not JSON')
  }
}
