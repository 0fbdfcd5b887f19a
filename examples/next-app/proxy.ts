/** Answers addresses that are not well encoded, on which Next.js itself fails with status 500. */
export function proxy(request: Request): Response | undefined {
  try {
    decodeURIComponent(new URL(request.url).pathname)
    return undefined
  } catch {
    return new Response('This address is not valid. Check it for a character that was cut.', { status: 400 })
  }
}
