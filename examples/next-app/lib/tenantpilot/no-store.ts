/** Next.js may keep what `fetch` was answered; a token and a run must be asked for anew. */
export const noStore = { cache: 'no-store' } as RequestInit
