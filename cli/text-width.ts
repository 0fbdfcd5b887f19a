const characters = new Intl.Segmenter()
/** What a terminal shows in two columns. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60]/u

const widthOfOne = (character: string) => (wide.test(character) ? 2 : 1)
const charactersOf = (text: string) => Array.from(characters.segment(text), ({ segment }) => segment)

/** How many columns of a terminal a line takes. */
export function widthOf(text: string): number {
  return charactersOf(text).reduce((width, character) => width + widthOfOne(character), 0)
}

/** The text in so many columns: filled with blanks, or cut, with an ellipsis at its end. */
export function inWidth(text: string, width: number): string {
  const own = widthOf(text)
  if (own <= width) return text + ' '.repeat(width - own)
  let kept = ''
  let left = width - 1
  for (const character of charactersOf(text)) {
    if (widthOfOne(character) > left) break
    kept += character
    left -= widthOfOne(character)
  }
  return `${kept}…${' '.repeat(left)}`
}
