import { createHash } from 'node:crypto'

/** Returns so many random bytes. */
export type Random = (bytes: number) => Buffer

/** Makes what nobody can guess, for a link: 32 bytes in base64url. */
export const newSecret = (random: Random): string => random(32).toString('base64url')

/** SHA-256 in hex, which is all that is stored of a secret. A table of hashes is searched, so no answer's time tells a secret. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')
