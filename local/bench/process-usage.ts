import { readdirSync, readFileSync } from 'node:fs'

/** Peak resident memory, in MiB, of the worker that this host started. Null without /proc. */
export function workerPeakMb(hostPid: number | undefined): number | null {
  const worker = hostPid === undefined ? undefined : childrenOf(hostPid)[0]
  return worker === undefined ? null : readKb(worker, 'VmHWM')
}

/** Current resident memory, in MiB. Null without /proc. */
export function residentMb(pid: number): number | null {
  return readKb(pid, 'VmRSS')
}

export function childrenOf(parent: number): number[] {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    return pids.map(Number).filter((pid) => parentOf(pid) === parent)
  } catch {
    return []
  }
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return undefined // the process has ended
  }
}

function readKb(pid: number, field: string): number | null {
  try {
    const kb = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kb === undefined ? null : Math.round(Number(kb) / 1024)
  } catch {
    return null
  }
}

/** CPU that a process has used, by itself and by the system for it, in milliseconds. NaN without /proc. */
export function cpuMs(pid: number): number {
  try {
    // what stands before the last bracket is the name, which may contain spaces
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) * clockTickMs
  } catch {
    return Number.NaN
  }
}

/** Linux counts CPU in hundredths of a second, whatever the kernel's own tick is. */
const clockTickMs = 10
