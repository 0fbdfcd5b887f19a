// @azure/functions without a host says so at every import; the tests know
process.removeAllListeners('warning')
