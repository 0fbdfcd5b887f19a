import type { Admitted } from '../../src/runs/api/start'
import { toRunId } from '../../src/shared/ids'
import { accepted } from '../../src/http/run-answers'

const admission: Admitted = {
  runId: toRunId('6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11'),
  deduplicated: false,
  status: 'queued',
}

test.each([
  ['http://10.0.0.4/api/tenants/contoso/sync', 'http://10.0.0.4'],
  ['https://api.example.com', 'https://api.example.com'],
])('the link to a run begins with the address %s', (base, origin) => {
  expect(accepted(admission, 'contoso', base).headers).toMatchObject({
    'operation-location': `${origin}/api/tenants/contoso/runs/${admission.runId}`,
  })
})
