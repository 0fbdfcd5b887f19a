import * as z from 'zod'
import { RunView } from './answers'

// What the lists of the API answer, as far as this client reads it.

const text = z.string().nullable()

/** A page of a list: the cursor of the next one, null on the last. */
const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: text })

const { runId, operation, status, progress, attempt, createdAt, startedAt, finishedAt, error } = RunView.shape

/** `GET runs` */
export const RunsPage = pageOf(
  z.object({
    runId,
    operation,
    status,
    progress,
    attempt,
    createdAt,
    startedAt,
    finishedAt,
    error,
    requestedBy: text,
    late: z.boolean(),
  }),
)
export type ListedRun = z.infer<typeof RunsPage>['items'][number]
