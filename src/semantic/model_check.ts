/** The check of the model before a build is published: it compiles, and every public member binds. */
import { relative } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Findings } from '../errors.ts'
import { type CubeConfig, isPublicView } from './catalog.ts'
import type { Gateway } from './gateway.ts'
import { located, notYaml, readModelFiles } from './model_files.ts'
import { type Origins, rulesBroken } from './model_rules.ts'
import type { ServedBuild } from './served_build.ts'

// biome-ignore lint/suspicious/noExplicitAny: Cube's own types do not load under nodenext
type Untyped = any

/** Throws Findings: a model that does not compile, breaks our rules, or names what is not there. */
export async function checkModel(gateway: Gateway, build: ServedBuild, model: string) {
  const api: Untyped = await gateway.core.getCompilerApi({})
  const compilers = await compile(api, model)
  const cubes: CubeConfig[] = compilers.metaTransformer.cubes
  const origins = originsOf(compilers.cubeEvaluator)
  const findings = [
    ...rulesBroken(cubes, origins),
    ...(await build.use((connection) => unbound(api, connection, cubes, origins))),
  ]
  if (findings.length > 0) throw new Findings('The model does not fit the tables.', findings)
}

async function compile(api: Untyped, model: string) {
  const files = readModelFiles(model)
  const summary = `The model in ${relative(process.cwd(), model)} does not compile.`
  const syntax = notYaml(files)
  if (syntax.length > 0) throw new Findings(summary, syntax)
  try {
    return await api.getCompilers()
  } catch (cause) {
    const lines = (cause as Error).message
      .split('\n')
      .filter(
        (line) => /^[^\t]/.test(line) && !/^(?:Compile errors|Errors|Possible reasons)/.test(line),
      )
    throw new Findings(
      summary,
      lines.map((line) => located(line, files)),
    )
  }
}

/** Where each cube stands, and which member of which cube a view's member is. */
function originsOf(evaluator: Untyped): Origins {
  return {
    fileOf: (cube) => evaluator.cubeFromPath(cube).fileName,
    hasPolicy: (view) => (evaluator.cubeFromPath(view).accessPolicy?.length ?? 0) > 0,
    memberOf: (name) => {
      const [view, member] = name.split('.')
      const included = evaluator
        .cubeFromPath(view)
        .includedMembers?.find((candidate: { name: string }) => candidate.name === member)
      return included?.memberPath ?? name
    },
  }
}

interface Unbound {
  readonly member: string
  readonly reason: string
}

/** What DuckDB says of each view's members; a view that binds as a whole is looked at no further. */
async function unbound(
  api: Untyped,
  connection: DuckDBConnection,
  cubes: readonly CubeConfig[],
  origins: Origins,
): Promise<string[]> {
  const broken: Unbound[] = []
  for (const { config } of cubes.filter(isPublicView)) {
    const names = {
      dimensions: config.dimensions.map(({ name }) => name),
      segments: config.segments.map(({ name }) => name),
      measures: config.measures.map(({ name }) => name),
    }
    if ((await reasonNotBound(api, connection, names)) === undefined) continue
    for (const [kind, members] of Object.entries(names))
      for (const member of members) {
        const anchor = kind === 'segments' ? { dimensions: names.dimensions.slice(0, 1) } : {}
        const reason = await reasonNotBound(api, connection, { ...anchor, [kind]: [member] })
        if (reason !== undefined) broken.push({ member, reason })
      }
  }
  const byReason = Map.groupBy(broken, ({ reason }) => reason)
  return [...byReason].map(([reason, members]) => sentence(reason, members, origins))
}

/** Compiles a query and lets DuckDB bind it, without running it. */
async function reasonNotBound(api: Untyped, connection: DuckDBConnection, members: object) {
  try {
    const query = { filters: [], timeDimensions: [], order: [], timezone: 'UTC', ...members }
    const { sql } = await api.getSql(query)
    const statement = await connection.prepare(sql[0])
    statement.destroySync()
    return undefined
  } catch (error) {
    return reasonOf((error as Error).message)
  }
}

function sentence(reason: string, [first, ...others]: readonly Unbound[], origins: Origins) {
  const { member } = first!
  const origin = origins.memberOf(member)
  const cube = origin.split('.').at(-2)!
  const also = others.length === 0 ? '' : `, and ${others.length} more of the views`
  return `${origins.fileOf(cube)}: ${origin} (${member}${also}) ${reason}.`
}

function reasonOf(error: string): string {
  const column = /(?:Referenced column|does not have a column named) "([^"]+)"/.exec(error)?.[1]
  if (column !== undefined) {
    const near = /Candidate bindings: (.+)/.exec(error)?.[1]
    return `names the column ${column}, which is not there${near === undefined ? '' : `; there is ${near}`}`
  }
  const table = /Table with name (\S+) does not exist/.exec(error)?.[1]
  if (table !== undefined) return `reads the table ${table}, which is not there`
  return `does not bind: ${error.split('\n')[0]}`
}
