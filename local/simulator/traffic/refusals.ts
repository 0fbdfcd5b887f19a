/** An error as Graph was seen to send it (captures and threads of 2026). */
export interface Refusal {
  status: number
  /** Default: the usual ones of the status. */
  code?: string
  message?: string
  /** Sent instead of an error of Graph. */
  raw?: { type: string; text: string }
  /** For people. */
  means: string
}

const unknownError = (errorCode: string) => ({
  code: 'UnknownError',
  message: JSON.stringify({ ErrorCode: errorCode, Message: 'The request was refused.', Target: null, Details: null }),
})

/** Refusals by name. They concern one request or one collection, and none of them proves that an object is gone. */
export const refusals = {
  forbiddenAs401: {
    status: 401,
    ...unknownError('Forbidden'),
    means: '401 for one collection although the token is good; the real code is inside the message',
  },
  wrappedForbidden: { status: 403, ...unknownError('Forbidden'), means: '403 whose real code is inside the message' },
  htmlForbidden: {
    status: 403,
    raw: { type: 'text/html', text: '<html><head><title>403 Forbidden</title></head><body></body></html>' },
    means: '403 as a page of HTML',
  },
  emptyNotFound: { status: 404, raw: { type: 'text/plain', text: '' }, means: '404 of a gateway, without a text' },
  noSegment: {
    status: 400,
    code: 'BadRequest',
    message: "Resource not found for the segment 'policies'.",
    means: '400 for a path that Graph does not know',
  },
  notSupported: {
    status: 501,
    code: 'NotSupported',
    message: 'The requested operation is not supported.',
    means: '501 for a collection that the service does not have',
  },
  notProvisioned: {
    status: 404,
    code: 'TenantDeploymentNotFound',
    message: 'The tenant has no deployment in this service.',
    means: '404 for a collection whose service is not set up in the tenant',
  },
  hostNotFound: {
    status: 500,
    code: 'HostNotFound',
    message: 'The host of the service could not be found.',
    means: '500 while a service behind Graph is not set up',
  },
  throttledAs500: {
    status: 500,
    code: 'InternalServerError',
    message: 'The query broker has too many requests for this tenant. Please try again later.',
    means: '500 that is throttling, without Retry-After',
  },
} as const satisfies Record<string, Refusal>

export type RefusalName = keyof typeof refusals

/** True for a name of a refusal. */
export const isRefusal = (name: string): name is RefusalName => Object.hasOwn(refusals, name)
