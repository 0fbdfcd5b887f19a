import { createApp } from './app'
import { readConfig } from './config'

const config = readConfig(process.env)

/** `role`: what this process serves, the API, the queues and the timer, or all of it. */
export const { role, queues } = config

/** The backend of this process. Reads the environment while it loads, so that a wrong setting stops the start. */
export const backend = createApp(config)
