/** Awaits the work. Throws the given error when it takes longer than `ms`; the work itself is not stopped. */
export async function withTimeout<T>(ms: number, work: () => Promise<T>, tooLate: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooLate()), ms)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}
