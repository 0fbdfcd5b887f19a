import { createApp } from './app'
import { readConfig } from './config'

/** This process's backend. The environment is read while the entry point loads, so that a bad one stops the start. */
export const backend = createApp(readConfig(process.env))
