/** HMAC of a secret with the deployment's key: shows that a secret changed without storing it. */
export type Fingerprint = (secret: string) => string
