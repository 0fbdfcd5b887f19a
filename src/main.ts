import { createApp } from './app'
import { readConfig } from './config'

/** The backend of this process. Reads the environment while it loads, so that a wrong setting stops the start. */
export const backend = createApp(readConfig(process.env))
