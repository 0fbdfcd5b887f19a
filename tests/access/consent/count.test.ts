import { randomBytes } from 'node:crypto'
import { createConsentLinks } from '../../../src/access/consent/links'
import type { Db } from '../../../src/db/database'
import { AppError } from '../../../src/shared/errors'

const unused = {} as never

test('a browser that asks too much is sent away before anything is looked up', async () => {
  const links = createConsentLinks({
    db: unused as Db,
    settings: unused,
    keys: unused,
    clock: { now: Date.now },
    random: randomBytes,
    log: () => {},
    count() {
      throw new AppError('request.too_many')
    },
  })
  for (const request of [links.afterConsent('s'), links.afterSignIn('s', 't'), links.confirm('s')])
    await expect(request).rejects.toMatchObject({ code: 'request.too_many' })
})
