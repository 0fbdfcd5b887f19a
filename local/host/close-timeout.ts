/** How long a connection, a link or a subscription may take to close. Milliseconds. */
export const closeTimeoutMs = 3000
