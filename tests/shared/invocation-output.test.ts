import { createInvocationOutput } from '../../src/shared/invocation-output'

const collect = () => {
  const lines: string[] = []
  const add = (level: string) => (line: string) => void lines.push(`${level} ${line}`)
  return { lines, log: { info: add('info'), warn: add('warn'), error: add('error') } }
}

test('a line is that of its invocation, with its level, also of two at once', async () => {
  const outside: string[] = []
  const { write, during } = createInvocationOutput((line) => void outside.push(line))
  const [one, two] = [collect(), collect()]
  await Promise.all([
    during(one.log, async () => {
      write('a', 'info')
      await Promise.resolve()
      write('b', 'error')
    }),
    during(two.log, async () => write('c', 'warn')),
  ])
  write('d', 'info')
  expect([one.lines, two.lines, outside]).toEqual([['info a', 'error b'], ['warn c'], ['d']])
})

test('what goes on after its invocation has ended writes as nobody, because the host refuses its lines', async () => {
  const outside: string[] = []
  const { write, during } = createInvocationOutput((line) => void outside.push(line))
  const { lines, log } = collect()
  let end = () => {}
  const ended = new Promise<void>((resolve) => (end = resolve))
  let late: Promise<void> | undefined
  await during(log, async () => {
    late = ended.then(() => write('late', 'info'))
  })
  end()
  await late
  expect([lines, outside]).toEqual([[], ['late']])
})

test('a failed invocation has ended too, and its error is thrown on', async () => {
  const { during } = createInvocationOutput(() => {})
  await expect(during(collect().log, () => Promise.reject(new Error('x')))).rejects.toThrow('x')
})
