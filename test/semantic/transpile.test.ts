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
const { LightweightSymbolResolver } = compiler(
  `${sources}/compiler/transpilers/LightweightSymbolResolver.js`,
)
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
  '{companies.account_name}',
  '{CUBE}.a = {companies.account_id} and {CUBE}.b',
  '{ securityContext.user }',
  'select a\n  from {CUBE}',
  '\\`team\\` of the view',
]

test.each(texts)('the text %s means what Cube’s parser makes of it', (text) => {
  const code = `f"${text}"`
  const ours = YamlCompiler.prototype.parsePythonAndTranspileToJs(code, undefined)
  expect(generate(ours).code).toBe(generate(new PythonParser(code).transpileToJs()).code)
})

test.each(['date', 'companies.account_name', '_name2'])('so does the name %s', (code) => {
  const ours = YamlCompiler.prototype.parsePythonAndTranspileToJs(code, undefined)
  expect(generate(ours).code).toBe(generate(new PythonParser(code).transpileToJs()).code)
})

test.each(['f"{not x}"', 'f"{lambda}"', 'f"{a b}"', 'f"{f(1)}.x"', 'None', 'a + b'])(
  'what is more than a name is left to Cube’s parser: %s',
  (code) => {
    const said: string[] = []
    const report = { error: (sentence: string) => said.push(sentence) }
    const ours = YamlCompiler.prototype.parsePythonAndTranspileToJs(code, report)
    const theirs = () => new PythonParser(code).transpileToJs()
    if (said.length > 0) expect(theirs).toThrow()
    else expect(generate(ours).code).toBe(generate(theirs()).code)
  },
)

test.each([
  'f"{CUBE}.amount > {companies.a} + {companies.b}"',
  'f"a text"',
  'f"{unknown.name} and {SQL_UTILS}"',
  'f"{ securityContext.user }"',
  'f"{ userAttributes.team }"',
  'companies.name',
])('the function that %s becomes has the parameters that Cube finds', (code) => {
  const resolver = new LightweightSymbolResolver({ companies: {}, deals: { amount: {} } })
  const compile = Object.create(YamlCompiler.prototype)
  Object.assign(compile, { viewCompiler: resolver, cubeSymbols: resolver })
  const ours = compile.astIntoArrowFunction(
    compile.parsePythonAndTranspileToJs(code),
    code,
    'deals',
  )
  const parsed = new PythonParser(code).transpileToJs()
  const theirs = compile.astIntoArrowFunction(parsed, code, 'deals')
  expect(generate(ours).code).toBe(generate(theirs).code)
})
