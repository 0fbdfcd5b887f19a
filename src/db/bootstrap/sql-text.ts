/** A text as SQL takes it, whatever is in it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
