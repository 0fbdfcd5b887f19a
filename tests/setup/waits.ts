import { giveUpWaiting } from '../support/until'

// a test that ran into jest's limit says what it waited for
afterEach(() => {
  for (const what of giveUpWaiting()) console.error(`Not true when the test ended: ${what}`)
})
