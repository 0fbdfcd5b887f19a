import { slice } from '../support/sample'
import { interruptDemo, moments, nothing } from './interrupt-demo'

test.each(slice(moments))(
  'interrupted after %i lines the demo ends at once and leaves nothing behind',
  async (moment) => {
    expect(await interruptDemo(moment)).toEqual({ code: 130, ...nothing })
  },
)
