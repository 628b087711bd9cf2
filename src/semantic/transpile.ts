/**
 * Makes Cube compile a model in a third of the time, which every start and every check waits for.
 *
 * - Cube transpiles in a pool of threads that it starts anew each time, and each thread loads the
 *   compiler anew: for a model of some dozen files that takes longer than the work itself.
 * - It parses every text of the model as Python, descriptions too. What has no expression in it
 *   but the names of members need not be parsed.
 * - It transpiles all files anew whenever it compiles. A file that says the same among the same
 *   cubes becomes the same, so what it became is kept.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { projectRoot } from '../settings.ts'
import { type Transpiled, TranspiledFiles } from './transpiled_files.ts'

type Methods = Record<string, (data: unknown) => Transpiled>

interface WorkerPool {
  pool: () => {
    exec(method: string, parameters: [unknown]): Promise<unknown>
    terminate(): void
  }
  worker: (methods: Methods) => void
}

const sources = '@cubejs-backend/schema-compiler/dist/src/compiler'

/** To be called with the `require` of Cube's server, before a model is compiled. */
export function transpileInProcess(requireOfServer: NodeJS.Require) {
  const core = createRequire(requireOfServer.resolve('@cubejs-backend/server-core'))
  const compiler = createRequire(core.resolve('@cubejs-backend/schema-compiler'))
  leaveThreads(compiler)
  leavePlainTexts(compiler)
}

function leaveThreads(compiler: NodeJS.Require) {
  const workers = compiler('workerpool') as WorkerPool
  const path = compiler.resolve(`${sources}/transpilers/transpiler_worker.js`)
  const { version } = compiler('@cubejs-backend/schema-compiler/package.json')
  const own = readFileSync(import.meta.filename, 'utf8')
  const kept = new TranspiledFiles(keptFolder, `${version} ${own}`)
  workers.pool = () => {
    let methods: Methods | undefined
    return {
      exec: async (method, [data]) =>
        kept.of([method, data], () => {
          methods ??= loadMethods(compiler, workers, path)
          return methods[method]!(data)
        }),
      terminate() {},
    }
  }
}

/** Beside the packages, since a shared temporary folder is not ours to trust. */
const keptFolder = join(projectRoot, 'node_modules/.cache/revops-model')

/** Anew for each compilation: the file gathers the errors of all that it was ever given. */
function loadMethods(compiler: NodeJS.Require, workers: WorkerPool, path: string) {
  let methods: Methods = {}
  const { worker } = workers
  workers.worker = (offered) => {
    methods = offered
  }
  try {
    delete compiler.cache[path]
    compiler(path)
    return methods
  } finally {
    workers.worker = worker
  }
}

/** `company.name` */
const name = '[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*'
const bare = new RegExp(`^${name}$`)
/** `f"…"` with no other expressions than names, and no other escapes than of the backtick. */
const template = new RegExp(`^f"((?:[^"{}\\\\\`$\\r]|\\\\\`|\\{ *${name} *\\})+)"$`)

/** Python's own words are no names. */
const reserved =
  /\b(?:False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield|print|exec|match|case|_)\b/

const braces = /\{ *([^ }]*) *\}/
/** The names in the braces of a template's text: its every second piece. */
const namesIn = (text: string) => text.split(braces).filter((_, index) => index % 2 === 1)

function leavePlainTexts(compiler: NodeJS.Require) {
  const { YamlCompiler } = compiler(`${sources}/YamlCompiler.js`)
  const ast = compiler('@babel/types')
  const nameOf = (path: string) => {
    const [first, ...rest] = path.split('.').map((name) => ast.identifier(name))
    return rest.reduce((object, property) => ast.memberExpression(object, property), first)
  }
  const templateOf = (text: string) => {
    const names = namesIn(text)
    if (names.some((name) => reserved.test(name))) return undefined
    const texts = text.split(braces).filter((_, index) => index % 2 === 0)
    const elements = texts.map((raw, index) =>
      ast.templateElement({ raw, cooked: raw }, index === texts.length - 1),
    )
    return ast.templateLiteral(elements, names.map(nameOf))
  }
  const parse = YamlCompiler.prototype.parsePythonAndTranspileToJs
  YamlCompiler.prototype.parsePythonAndTranspileToJs = function (code: string, errors: unknown) {
    const text = template.exec(code)?.[1]
    const expression =
      text !== undefined
        ? templateOf(text)
        : bare.test(code) && !reserved.test(code)
          ? nameOf(code)
          : undefined
    if (expression === undefined) return parse.call(this, code, errors)
    const program = ast.program([ast.expressionStatement(expression)])
    const names = text === undefined ? [code] : namesIn(text)
    heads.set(
      program,
      names.map((path) => path.split('.')[0]!),
    )
    return program
  }
  const wrap = YamlCompiler.prototype.astIntoArrowFunction
  /** Cube prints an expression and parses it again, to find the names that are its parameters. */
  YamlCompiler.prototype.astIntoArrowFunction = function (
    this: Compiler,
    program: { body: [{ expression: object }] },
    code: string,
    cube: string,
    resolve?: (name: string) => unknown,
  ) {
    const names = heads.get(program)
    if (!names || names.some((name) => translated.has(name)))
      return wrap.call(this, program, code, cube, resolve)
    const isKnown =
      resolve ??
      ((name) =>
        this.viewCompiler.resolveSymbol(cube, name) ||
        this.cubeSymbols.resolveSymbol(cube, name) ||
        this.cubeSymbols.isCurrentCube(name))
    const parameters = [...new Set(names.filter(isKnown))].map((name) => ast.identifier(name))
    return ast.arrowFunctionExpression(parameters, program.body[0].expression, false)
  }
}

/** The first names of what was parsed here. */
const heads = new WeakMap<object, readonly string[]>()

/** Names that Cube puts others in the place of. */
const translated = new Set([
  ...['userAttributes', 'user_attributes', 'groups'],
  ...['securityContext', 'security_context', 'SECURITY_CONTEXT', 'USER_CONTEXT'],
])

interface Compiler {
  readonly viewCompiler: { resolveSymbol(cube: string, name: string): unknown }
  readonly cubeSymbols: {
    resolveSymbol(cube: string, name: string): unknown
    isCurrentCube(name: string): boolean
  }
}
