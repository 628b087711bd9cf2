/**
 * Stands in for the binary of `@cubejs-backend/native` where it is absent: closed networks, where
 * its download fails. With the binary present nothing is touched.
 *
 * What is lost without it fails with a plain sentence: Cube's own SQL API, the Tesseract planner,
 * Cube Store, Jinja and Python models.
 */
import { createRequire } from 'node:module'
import { finalResult, finalResults } from './native/envelope.ts'

/** The exports of `@cubejs-backend/native` that are read or replaced here. */
interface Native {
  loadNative(): unknown
  ResultWrapper: { prototype: { getRawData(this: { jsResult: unknown }): unknown[] } }
  NativeInstance: { prototype: { newJinjaEngine(): unknown } }
}

/** To be called before Cube's server is loaded. */
export function installNativeFallback() {
  const native = createRequire(import.meta.url)('@cubejs-backend/native') as Native
  try {
    native.loadNative()
  } catch {
    replace(native)
  }
}

function replace(native: Native) {
  Object.assign(native, {
    setupLogger: () => {},
    resetLogger: () => {},
    isFallbackBuild: () => true,
    redactSqlLiterals: (text: string) => text.replaceAll(/'(?:[^']|'')*'/g, "'redacted'"),
    registerInterface: async () => null,
    shutdownInterface: async () => {},
    execSql: absent('Cube’s own SQL API'),
    sql4sql: absent('Cube’s own SQL API'),
    rest4sql: absent('Cube’s own SQL API'),
    buildSqlAndParams: absent('The Tesseract planner'),
    parseCubestoreResultMessage: absent('Cube Store'),
    getCubestoreResult: absent('Cube Store'),
    transpileJs: absent('CUBEJS_TRANSPILATION_NATIVE'),
    transpileYaml: absent('CUBEJS_TRANSPILATION_NATIVE'),
    getFinalQueryResult: finalResult,
    getFinalQueryResultMulti: finalResults,
  })
  // Hands the rows on as they are, instead of as JSON that is parsed again.
  native.ResultWrapper.prototype.getRawData = function getRawData() {
    return [this.jsResult ?? []]
  }
  // Made at every compilation, used only by templates.
  native.NativeInstance.prototype.newJinjaEngine = () => ({
    loadTemplate: absent('A Jinja template in the model'),
    renderTemplate: absent('A Jinja template in the model'),
  })
}

const absent = (what: string) => () => {
  throw new Error(
    `${what} needs the native extension of Cube (@cubejs-backend/native), which is not installed here.`,
  )
}
