import type { NextConfig } from 'next'

// this folder is a package of its own: what lies above it does not belong to the app
const config: NextConfig = { turbopack: { root: import.meta.dirname }, poweredByHeader: false }

export default config
