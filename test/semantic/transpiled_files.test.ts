/** What Cube makes of the model’s files is kept by their content, and used only where it is whole. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TranspiledFiles } from '../../src/semantic/transpiled_files.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'revops-transpiled-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const result = (content: string, errors: readonly string[] = []) => ({
  content,
  errors,
  warnings: [],
})

/** What a process that starts anew gives for an input, and whether it had to work it out. */
function asked(input: unknown, version = '1', makes = result('made')) {
  let isMade = false
  const { content } = new TranspiledFiles(folder, version).of(input, () => {
    isMade = true
    return makes
  })
  return { content, isMade }
}

test('what was made once is there for the next process, and for no other input', () => {
  expect(asked('a')).toEqual({ content: 'made', isMade: true })
  expect(asked('a')).toEqual({ content: 'made', isMade: false })
  expect(asked('b').isMade).toBe(true)
})

test('another version of the compiler makes it anew', () => {
  asked('a')
  expect(asked('a', '2', result('other'))).toEqual({ content: 'other', isMade: true })
})

test('a file with mistakes is told of them each time', () => {
  const wrong = result('', ['no such cube'])
  expect(asked('a', '1', wrong).isMade).toBe(true)
  expect(asked('a', '1', wrong).isMade).toBe(true)
  expect(readdirSync(folder)).toEqual([])
})

test('what was cut short is made anew', () => {
  asked('a')
  const [name] = readdirSync(folder)
  writeFileSync(join(folder, name!), '"ma')
  expect(asked('a').isMade).toBe(true)
})

test('a folder that cannot be written to changes no result', () => {
  writeFileSync(join(folder, 'file'), '')
  const files = new TranspiledFiles(join(folder, 'file'), '1')
  expect(files.of('a', () => result('made')).content).toBe('made')
})

test('too many are taken away', () => {
  for (let count = 0; count < 3001; count++) writeFileSync(join(folder, `${count}.json`), '"old"')
  expect(asked('a')).toEqual({ content: 'made', isMade: true })
  expect(readdirSync(folder)).toHaveLength(1)
  expect(asked('a').isMade).toBe(false)
})
