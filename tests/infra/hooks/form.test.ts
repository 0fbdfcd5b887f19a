import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { infra } from '../support/files'

const folder = join(infra, 'hooks')
const scripts = readdirSync(folder)

test('there are scripts of the shell alone', () => {
  expect(scripts.length).toBeGreaterThan(5)
  expect(scripts.filter((name) => !/^[a-z-]+\.sh$/.test(name))).toEqual([])
})

test.each(scripts)('%s says what it does and how it is used, and stops at the first failure', (name) => {
  const lines = readFileSync(join(folder, name), 'utf8').split('\n')
  const begins = lines.indexOf('set -eu')
  expect(lines[0]).toBe('#!/bin/sh')
  expect(begins).toBeGreaterThan(2)
  const head = lines.slice(1, begins)
  expect(head.filter((line) => !/^# \S/.test(line))).toEqual([])
  expect(head.join('\n')).toContain(`# Usage: ${name}`)
  // what it was given or got must not be shown by the shell
  expect(lines.join('\n')).not.toMatch(/set -\w*x|echo .*\$(?:password|token)\b/)
})
