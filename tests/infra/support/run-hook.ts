import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { infra } from './files'

/** What a script did. */
interface HookRun {
  status: number | null
  output: string
  errors: string
  /** The tools that it called, in order, each with its arguments. */
  calls: string[]
}

/**
 * Runs `infra/hooks/NAME.sh` as a process of its own. `tools` are the programs that it finds beside those of the system: each
 * is a script of the shell, whose call is noted before it runs. Nothing of our own environment is handed on. `from` is where
 * `infra/` is.
 */
export function runHook(
  name: string,
  args: readonly string[],
  tools: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  from = join(infra, '..'),
): HookRun {
  const folder = mkdtempSync(join(tmpdir(), 'tenantpilot-hook-'))
  const noted = join(folder, 'calls')
  try {
    symlinkSync(process.execPath, join(folder, 'node'))
    for (const [tool, script] of Object.entries(tools)) {
      writeFileSync(join(folder, tool), `#!/bin/sh\nprintf '%s\\n' "${tool} $*" >> "${noted}"\n${script}\n`)
      chmodSync(join(folder, tool), 0o755)
    }
    const { status, stdout, stderr } = spawnSync('/bin/sh', [join(from, 'infra', 'hooks', `${name}.sh`), ...args], {
      encoding: 'utf8',
      env: { PATH: `${folder}:/usr/bin:/bin`, TMPDIR: folder, TEST_FOLDER: folder, ...env },
    })
    const calls = existsSync(noted) ? readFileSync(noted, 'utf8').trimEnd().split('\n') : []
    return { status, output: stdout, errors: stderr, calls }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
