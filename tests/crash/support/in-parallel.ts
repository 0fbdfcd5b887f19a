/** Does all tasks, each worker one at a time. The answers come in the order of the tasks. */
export async function inParallel<Worker, Task, Answer>(
  workers: readonly Worker[],
  tasks: readonly Task[],
  work: (worker: Worker, task: Task) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = []
  const waiting = [...tasks.entries()]
  const workOff = async (worker: Worker) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) answers[next[0]] = await work(worker, next[1])
  }
  await Promise.all(workers.map(workOff))
  return answers
}
