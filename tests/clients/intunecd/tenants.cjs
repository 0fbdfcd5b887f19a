const { mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { startSimulator } = require('../../../dist/local/simulator/simulator.js')

const tenantId = 'aaaaaaaa-0000-4000-8000-00000000000a'

const certificates = mkdtempSync(join(tmpdir(), 'tenantpilot-intunecd-'))
process.on('exit', () => rmSync(certificates, { recursive: true, force: true }))

/** Starts the simulator with the tenant that is backed up, and others. */
const startTenants = (others, log) =>
  startSimulator({
    port: 0,
    certificates,
    tenants: [{ entraTenantId: tenantId, policies: 60, seed: 7 }, ...others],
    log,
  })

module.exports = { tenantId, startTenants }
