/** The names of both queues: those of the app's own settings, else the usual ones. */
export function queueNames(env: NodeJS.ProcessEnv): readonly string[] {
  const { SYNC_QUEUE = 'intune-sync-queue', INTERACTIVE_QUEUE = 'intune-operations-queue' } = env
  return [SYNC_QUEUE, INTERACTIVE_QUEUE]
}
