import type { BrokerPlace } from '../dlq/access'
import type { Api } from '../http'

/** What `doctor` looks at. */
export interface Installation {
  /** Address of the app, without a slash at its end. */
  url: string
  /** Gives the access token that reads the health. Absent: nobody gave one. */
  token?: (() => Promise<string>) | undefined
  /** What to do when it is not accepted: a sentence. */
  tokenRemedy?: string | undefined
  /** Absent: no tenant was named, or nobody gave a token. */
  tenant?: Api | undefined
}

/** Where the queues are that `doctor` looks at. */
export interface Bus {
  place: BrokerPlace
  /** The certificate of a broker on this machine, in PEM. */
  certificate?: string | undefined
}
