import { Worker } from './worker'

/** The processes of one line of plays: victims, each of which dies, and one that comes to the rescue with a fresh app. */
export class Crew {
  readonly rescuer: Worker
  readonly #caFile: string
  #next: Worker

  constructor(caFile: string) {
    this.#caFile = caFile
    this.rescuer = new Worker(caFile)
    this.#next = new Worker(caFile)
  }

  /** A process that has not run anything yet. */
  victim(): Worker {
    const victim = this.#next
    this.#next = new Worker(this.#caFile) // loads while the other one plays
    return victim
  }

  async end(): Promise<void> {
    await Promise.all([this.rescuer.end(), this.#next.end()])
  }
}

/** Does all tasks, each crew one at a time; the answers in the order of the tasks. */
export async function sideBySide<Task, Answer>(
  crews: readonly Crew[],
  tasks: readonly Task[],
  work: (crew: Crew, task: Task) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = []
  const waiting = [...tasks.entries()]
  const line = async (crew: Crew) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) answers[next[0]] = await work(crew, next[1])
  }
  await Promise.all(crews.map(line))
  return answers
}
