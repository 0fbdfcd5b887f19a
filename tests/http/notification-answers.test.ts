import type { Notification } from '../../src/notifications/list'
import { listedNotification } from '../../src/http/notification-answers'
import { toRunId } from '../../src/shared/ids'

const notification: Notification = {
  id: 1,
  at: '2026-03-01T08:00:00.000Z',
  readAt: null,
  status: 'partial',
  runId: toRunId('6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11'),
  operation: 'policy.sync',
  appKey: 'a/b?c',
  externalId: '1f0b6a52-3f6e-4f0c-9d53-7a2c1f0b6a52',
  tenantName: 'Contoso',
  code: 'graph.forbidden',
  counts: null,
}
const words = { labels: new Map([['policy.sync', 'Sync policies']]), runLinkTemplate: undefined }

test('it says what, where, how, and what to do', () => {
  expect(listedNotification(notification, words)).toMatchObject({
    kind: 'ended',
    title: 'Contoso: "Sync policies" succeeded in part.',
    whatToDo: 'The app lacks a permission of Microsoft Graph. Grant it in the tenant.',
    link: { label: 'View run', url: null },
  })
  expect(listedNotification({ ...notification, status: 'queued' }, words).kind).toBe('queued')
  expect(listedNotification({ ...notification, status: 'cancelled', code: null }, words).whatToDo).toBeNull()
})

test('ids in a link cannot leave their place', () => {
  const template = 'https://app.example/t/{tenantId}/r/{runId}?x={externalId}'
  expect(listedNotification(notification, { ...words, runLinkTemplate: template }).link.url).toBe(
    'https://app.example/t/a%2Fb%3Fc/r/6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11?x=1f0b6a52-3f6e-4f0c-9d53-7a2c1f0b6a52',
  )
})

test('an operation and a code of a newer version are told by their names', () => {
  const newer = { ...notification, operation: 'policy.later', code: 'toString' }
  expect(listedNotification(newer, words)).toMatchObject({
    title: 'Contoso: "policy.later" succeeded in part.',
    code: 'toString',
    whatToDo: null,
  })
})
