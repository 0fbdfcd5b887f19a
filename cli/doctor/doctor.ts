import { abortOnSignals } from '../interrupt'
import { type Look, tell, type Told } from './check'
import { codeOf, json, lines } from './report'

/**
 * Does all looks at once, and prints their findings in the order of the looks, each as soon as those before it are known.
 * Returns the exit code. Throws on Ctrl-C.
 */
export async function examine(looks: readonly Look[], asJson: boolean): Promise<number> {
  const { signal, release } = abortOnSignals(['SIGINT', 'SIGTERM'])
  const checks: Told[] = []
  try {
    const told = looks.map((look) => tell(look, signal))
    // the first that is interrupted is thrown, and the others end with it
    for (const each of told) each.catch(() => {})
    for (const each of told) {
      const found = await each
      checks.push(...found)
      if (!asJson) for (const line of lines(found)) console.log(line)
    }
  } finally {
    release()
  }
  if (asJson) console.log(json(checks))
  return codeOf(checks)
}
