/** A page with what stands between two marks made anew. Throws where they do not stand in it, in this order. */
export function withSection(page: string, begin: string, end: string, section: string): string {
  const [before, rest] = page.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined)
    throw new Error(`The page has no section between ${begin} and ${end}.`)
  return `${before}${begin}\n\n${section}\n${end}${after}`
}
