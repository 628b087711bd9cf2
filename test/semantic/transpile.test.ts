import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import '../../src/semantic/cube.ts'

const require = createRequire(import.meta.url)
const server = createRequire(require.resolve('@cubejs-backend/server'))
const core = createRequire(server.resolve('@cubejs-backend/server-core'))
const compiler = createRequire(core.resolve('@cubejs-backend/schema-compiler'))
const sources = '@cubejs-backend/schema-compiler/dist/src'
const { YamlCompiler } = compiler(`${sources}/compiler/YamlCompiler.js`)
const { PythonParser } = compiler(`${sources}/parser/PythonParser.js`)
const { default: generate } = compiler('@babel/generator')

const texts = [
  'won_amount',
  'Won deals ÷ all deals, in % of 1 – “as is”',
  "date '2024-03-01'",
  ' spaces, (brackets) and [lists]; a/b * c # no comment',
  'FY',
  'True',
  '12.5',
  '{CUBE}.amount',
  "{CUBE}.segment || '***'",
]

test.each(texts)('the text %s means what Cube’s parser makes of it', (text) => {
  const code = `f"${text}"`
  const ours = YamlCompiler.prototype.parsePythonAndTranspileToJs(code, undefined)
  expect(generate(ours).code).toBe(generate(new PythonParser(code).transpileToJs()).code)
})
