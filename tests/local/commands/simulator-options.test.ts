import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import {
  addSimulatorOptions,
  type SimulatorOptions,
  toSimulatorSettings,
} from '../../../local/commands/simulator-options'

const defaults = { policies: 60, latency: 20 }

function settingsFor(...args: string[]) {
  const command = addSimulatorOptions(new Command(), defaults).parse(args, { from: 'user' })
  return toSimulatorSettings(command.opts<SimulatorOptions>())
}

test('without options the tenant is the demo tenant; --odd asks for the random one of the same size', () => {
  const usual = { policies: 60, seed: 1, latencyMs: 20, throttle: 'documented' }
  expect(settingsFor()).toEqual({ ...usual, demo: true })
  expect(settingsFor('--odd')).toEqual({ ...usual, demo: false })
  expect(settingsFor('--policies', '7', '--seed', '4', '--throttle')).toEqual({
    ...usual,
    policies: 7,
    seed: 4,
    demo: true,
    throttle: 'tight',
  })
})

test('a folder of exported policies gets made-up assignments only on demand', () => {
  const data = mkdtempSync(join(tmpdir(), 'simulator-options-'))
  try {
    writeFileSync(join(data, 'a.json'), '{"name":"A","settings":[]}')
    expect(settingsFor('--data', data)).toMatchObject({ data, assign: false })
    expect(settingsFor('--data', data, '--assign')).toMatchObject({ data, assign: true })
  } finally {
    rmSync(data, { recursive: true })
  }
})

test('definitions that are missing, or are no gzip, are told before anything starts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-options-'))
  try {
    expect(() => settingsFor('--definitions', folder)).toThrow(/^There is no configuration-settings\.jsonl\.gz in /)
    writeFileSync(join(folder, 'configuration-settings.jsonl.gz'), 'version https://git-lfs.github.com/spec/v1')
    expect(() => settingsFor('--definitions', folder)).toThrow(/configuration-settings\.jsonl\.gz is no gzip: /)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('--odd beside --data is refused', () => {
  const command = addSimulatorOptions(new Command().exitOverride().configureOutput({ writeErr: () => {} }), defaults)
  expect(() => command.parse(['--odd', '--data', 'x'], { from: 'user' })).toThrow(/--odd.*--data/)
})
