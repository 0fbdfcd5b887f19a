const momentMs = 500

/** Ends the process in a moment, with the exit code it has then, where a silent connection would keep it for ever. */
export function leaveSoon(): void {
  setTimeout(() => process.exit(), momentMs).unref()
}
