import * as z from 'zod'
import type { createConsentLinks } from '../../access/consent/links'
import type { ConsentLink } from '../../access/consent/request'
import type { Entry } from '../../access/enter'
import { AppError } from '../../shared/errors'
import { Consent } from '../answers'
import { confirmPage, donePage, pageOrRefusal, refusedPage, signInPage } from '../consent-pages'
import { examples } from '../examples'
import { readBody } from '../read-body'
import { forEverybody, granted, type RawRequest, type Route } from '../route'

/** What the routes of consent call. */
export interface ConsentApi extends ReturnType<typeof createConsentLinks> {
  requestConsent(entry: Entry, tenantKey: string): Promise<ConsentLink>
}

/** A browser's pages: without a caller, because Entra sends it here. */
const aPage = (description: string) => ({ description, schema: z.string(), mediaType: 'text/html' as const })
const pageAnswers = {
  200: aPage('A page.'),
  403: aPage('A page that says why nothing has changed.'),
  410: aPage('A page: the link is unknown, confirmed, replaced or expired.'),
  411: aPage('A page: the form came in chunks.'),
  413: aPage('A page: the form is too large.'),
  429: aPage('A page: too many requests at once.'),
  503: aPage("A page: the database or Entra's keys are away."),
}

/** What all routes of pages say alike. */
const page = {
  tag: 'Tenants',
  answers: pageAnswers,
  problems: ['internal.bug'],
  example: { answer: '<!doctype html>…' },
} as const

/** Longer values are none of ours. */
const stateForm = /^[\w-]{43}$/

/** Reads the state that a link brings. Throws `consent.link_invalid`, and `refusal` where Entra tells of an error. */
function readState(values: URLSearchParams, refusal: 'consent.not_given' | 'consent.not_signed_in'): string {
  if (values.has('error')) throw new AppError(refusal)
  const state = values.get('state') ?? ''
  if (!stateForm.test(state)) throw new AppError('consent.link_invalid')
  return state
}

const readForm = async (request: RawRequest) => new URLSearchParams(await readBody(request))

/** The routes by which a tenant's administrator activates it. */
export const consentRoutes: readonly Route<ConsentApi>[] = [
  granted({
    name: 'requestConsent',
    method: 'POST',
    path: 'tenants/{tenantId}/consent',
    tag: 'Tenants',
    summary: "Makes a link with which the tenant's administrator consents and activates it; earlier links become void.",
    needs: 'tenants.activate',
    answers: { 201: { description: 'The link.', schema: Consent } },
    problems: ['consent.no_public_url'],
    example: { answer: examples.consent },
    handle: async ({ params }, api: ConsentApi, entry) => ({
      status: 201,
      headers: { 'cache-control': 'no-store' },
      jsonBody: await api.requestConsent(entry, params.tenantId),
    }),
  }),
  forEverybody({
    name: 'consentCallback',
    method: 'GET',
    path: 'consent/callback',
    ...page,
    summary: "Shows an administrator who asks, after Entra's consent, and where to sign in.",
    handle: (request, api: ConsentApi) =>
      pageOrRefusal(async () => {
        const values = new URLSearchParams([...request.query])
        return signInPage(await api.afterConsent(readState(values, 'consent.not_given')))
      }),
  }),
  forEverybody({
    name: 'consentSignedIn',
    method: 'POST',
    path: 'consent/signed-in',
    ...page,
    summary: 'Takes the id token of an administrator who has signed in, and asks him to confirm.',
    handle: (request, api: ConsentApi) =>
      pageOrRefusal(async () => {
        const form = await readForm(request)
        const state = readState(form, 'consent.not_signed_in')
        const signedIn = await api.afterSignIn(state, form.get('id_token') ?? '')
        return 'refused' in signedIn ? refusedPage(signedIn) : confirmPage(signedIn)
      }),
  }),
  forEverybody({
    name: 'consentConfirm',
    method: 'POST',
    path: 'consent/confirm',
    ...page,
    summary: 'Activates the tenant for which an administrator has signed in.',
    handle: (request, api: ConsentApi) =>
      pageOrRefusal(async () => {
        const form = await readForm(request)
        return donePage(await api.confirm(readState(form, 'consent.not_signed_in')))
      }),
  }),
]
