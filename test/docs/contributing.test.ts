/** What CONTRIBUTING shows is what stands in the files that it names. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../src/settings.ts'

const read = (file: string) => readFileSync(join(projectRoot, file), 'utf8')
const examples = [
  ...read('CONTRIBUTING.md').matchAll(/^```\w+\n(?:#|\/\/) (\S+)\n([^`]+?)\n```$/gm),
].map(([, file, text]) => ({ file: file!, text: text! }))
const withoutIndent = (text: string) => text.replaceAll(/^ +/gm, '')

test('a KPI is shown by its entry in the model and its test', () => {
  expect(examples.map(({ file }) => file)).toEqual([
    'model/cubes/marketing.yml',
    'test/kpis/marketing.test.ts',
  ])
})

test.each(examples)('the example of $file stands there', ({ file, text }) => {
  expect(withoutIndent(read(file))).toContain(withoutIndent(text))
})
