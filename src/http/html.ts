/** Text that is HTML already. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes a text for the inside of an element and for an attribute in quotes. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!)

/** Makes HTML of a template. Every value is escaped, unless it was made by this function. Attributes need quotes. */
export function html(parts: TemplateStringsArray, ...values: (string | Html)[]): Html {
  const texts = values.map((value) => (value instanceof Html ? value.text : escaped(value)))
  return new Html(String.raw({ raw: parts }, ...texts))
}
