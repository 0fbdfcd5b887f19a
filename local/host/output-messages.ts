import type { TypedData } from './protocol'

/**
 * Converts an output value to messages: the whole JSON is the body; an array, or its JSON text, gives one message per
 * element (Azure/azure-functions-host `Binding/FunctionBinding.cs`). Bodies are Buffers, because the SDK quotes strings.
 */
export function outputMessages(data: TypedData | null | undefined): { body: Buffer }[] {
  if (!data) return []
  if (data.bytes) return [{ body: Buffer.from(data.bytes) }]
  const text = data.json ?? data.string ?? data.int?.toString() ?? data.double?.toString()
  if (text === undefined) return []
  return (elementsOf(text) ?? [text]).map((body) => ({ body: Buffer.from(body) }))
}

function elementsOf(text: string): string[] | undefined {
  if (!/^\s*\[/.test(text)) return undefined
  try {
    const elements = JSON.parse(text) as unknown[]
    return elements.map((element) => (typeof element === 'string' ? element : JSON.stringify(element)))
  } catch {
    return undefined
  }
}
