/**
 * Gives the access token with which the signed-in user called this app. Undefined: the app calls as itself.
 * Put your own sign-in here; with Auth.js: `return (await auth())?.accessToken`.
 */
export function signedInUserToken(): Promise<string | undefined> {
  return Promise.resolve(undefined)
}
