import { ApiError, UnreachableError, UnreadableError } from './api-error'
import { TokenError } from './token-requests'

const notStarted = 'The sync could not be started. Ask an administrator to look into the log of this app.'

/** Says to a person why a call failed. Only the API's own words are passed on; `otherwise` is said of errors of this app itself. */
export function plainWords(error: unknown, otherwise = notStarted): string {
  if (error instanceof ApiError) return error.message
  if (error instanceof TokenError)
    return 'This app got no access to the sync service. Ask an administrator to check how it signs in.'
  if (error instanceof UnreadableError)
    return 'The sync service gave an answer that this app does not understand. Ask an administrator to check its address and version.'
  if (isLate(error) || (error instanceof UnreachableError && isLate(error.cause)))
    return 'The sync service did not answer in time. Try again in a minute.'
  if (error instanceof UnreachableError) return 'The sync service cannot be reached. Try again in a minute.'
  return otherwise
}

const isLate = (error: unknown) => (Object(error) as Partial<Error>).name === 'TimeoutError'
