/** What came of a question to this app. */
export type Heard<T> =
  | { kind: 'news'; value: T; etag: string | undefined; retryAfterMs: number | undefined }
  /** Nothing has changed. */
  | { kind: 'same'; retryAfterMs: number | undefined }
  /** It is no use to ask again. */
  | { kind: 'refused'; message: string }
  /** No answer, or one that asks for patience. */
  | { kind: 'away'; message: string; retryAfterMs: number | undefined }
