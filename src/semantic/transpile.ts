/**
 * Makes Cube compile a model in a third of the time, which every start and every check waits for.
 *
 * - Cube transpiles in a pool of threads that it starts anew each time, and each thread loads the
 *   compiler anew: for a model of some dozen files that takes longer than the work itself.
 * - It parses every text of the model as Python, descriptions too. What has no expression in it
 *   need not be parsed.
 */
import { createRequire } from 'node:module'

type Methods = Record<string, (data: unknown) => unknown>

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
  workers.pool = () => {
    const methods = loadMethods(compiler, workers, path)
    return {
      exec: async (method, [data]) => methods[method]?.(data),
      terminate() {},
    }
  }
}

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

/** `f"…"` without an expression, an escape or a line break. */
const plainText = /^f"([^"{}\\`$\n\r]+)"$/

function leavePlainTexts(compiler: NodeJS.Require) {
  const { YamlCompiler } = compiler(`${sources}/YamlCompiler.js`)
  const ast = compiler('@babel/types')
  const parse = YamlCompiler.prototype.parsePythonAndTranspileToJs
  YamlCompiler.prototype.parsePythonAndTranspileToJs = function (code: string, errors: unknown) {
    const text = plainText.exec(code)?.[1]
    if (text === undefined) return parse.call(this, code, errors)
    const element = ast.templateElement({ raw: text, cooked: text }, true)
    return ast.program([ast.expressionStatement(ast.templateLiteral([element], []))])
  }
}
