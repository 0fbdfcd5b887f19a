import { runCli } from '../support/cli'
import { slice } from '../support/sample'
import { interruptDemo, moments, nothing } from './interrupt-demo'

test.each(slice(moments))(
  'interrupted after %i lines the demo ends at once and leaves nothing behind',
  async (moment) => {
    expect(await interruptDemo(moment)).toEqual({ code: 130, ...nothing })
  },
)

test('when the parent process is killed, all its processes end', async () => {
  let seen = 0
  const run = runCli(['demo', '--policies', '400', '--latency', '20'], {
    onLine: () => {
      if (++seen === 9) run.process.kill('SIGKILL')
    },
  })
  await run.exited
  for (let i = 0; i < 1000 && run.living().length > 0; i++) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(run.living()).toEqual([])
  run.dispose()
})
