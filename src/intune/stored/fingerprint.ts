/** HMAC of a secret's text with the deployment's key: tells "changed" without telling the value. */
export type Fingerprint = (secret: string) => string
