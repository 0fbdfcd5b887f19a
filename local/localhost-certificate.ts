import type { generate } from 'selfsigned'

/** What makes a certificate one of a server on this machine. */
export const localhostExtensions: NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']> = [
  { name: 'basicConstraints', cA: false, critical: true },
  { name: 'keyUsage', digitalSignature: true, critical: true },
  { name: 'extKeyUsage', serverAuth: true },
  {
    name: 'subjectAltName',
    altNames: [
      { type: 2, value: 'localhost' },
      { type: 7, ip: '127.0.0.1' },
    ],
  },
]
