import type { Connection } from 'rhea'

/** A frame, source or target of rhea: its fields are accessors to this list. */
interface Composite {
  value: unknown[]
}

const namesByPrototype = new Map<unknown, string[]>()

/** Returns the names of all fields of a composite value of rhea, in their order. */
export function fieldNames(composite: object): string[] {
  const prototype: unknown = Object.getPrototypeOf(composite)
  let names = namesByPrototype.get(prototype)
  if (!names) {
    const all = Object.entries(Object.getOwnPropertyDescriptors(prototype))
    names = all.filter(([, { get }]) => get).map(([name]) => name)
    namesByPrototype.set(prototype, names)
  }
  return names
}

/** Writes the last fields of all frames too when they are empty; Python clients before 7.15 read them without asking. */
export function writeAllFields(connection: Connection): void {
  const state = connection as unknown as { _write_frame(channel: number, frame?: Composite, payload?: Buffer): void }
  const write = state._write_frame.bind(connection)
  state._write_frame = (channel, frame, payload) => {
    const missing = frame ? fieldNames(frame).length - frame.value.length : 0 // a heartbeat has no frame
    for (let n = 0; n < missing; n++) frame?.value.push(null)
    write(channel, frame, payload)
  }
}
