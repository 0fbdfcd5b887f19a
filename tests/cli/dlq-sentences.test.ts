import { brokerSentence } from '../../cli/dlq/broker-sentence'
import { wordsOf } from '../../cli/dlq/filters'

test.each([
  [
    { name: 'CredentialUnavailableError', message: "hunter2 Please run 'az login'" },
    /^Nobody is signed in with the Azure CLI, or no longer: run "az login", and "az account set" where you have several\.$/,
  ],
  [{ name: 'CredentialUnavailableError', message: 'hunter2' }, /^The Azure CLI gives no token: /],
  [
    { name: 'ServiceBusError', code: 'UnauthorizedAccess', message: 'hunter2' },
    /^Service Bus refuses access to q: .*"Azure Service Bus Data Receiver"/,
  ],
  [{ name: 'ServiceBusError', code: 'MessagingEntityNotFound' }, /^There is no queue q in this namespace/],
  [{ name: 'Error', message: 'odd\u001b[31m\nx' }, /It says: odd\ufffd\[31m x$/],
])('the error %j of the broker is one sentence that says what to do', (error, sentence) => {
  expect(brokerSentence(error, 'q')).toMatch(sentence)
  expect(brokerSentence(error, 'q')).not.toContain('hunter2')
})

test('filters are typed again so that a shell takes each as one word', () => {
  expect(wordsOf({ code: `it's $(odd)`, operation: 'policy.sync', sequence: ['1', '2'], limit: 3 })).toEqual([
    '--operation',
    'policy.sync',
    '--code',
    `'it'\\''s $(odd)'`,
    '--sequence',
    '1',
    '--sequence',
    '2',
    '--limit',
    '3',
  ])
})
