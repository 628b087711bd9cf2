/** From the text of a statement to what answers it: governed SQL, the catalog or the session. */
import type { Gateway } from '../semantic/gateway.ts'
import type { Builds } from '../semantic/options.ts'
import type { SecurityContext } from '../semantic/roles.ts'
import type { ServedBuild } from '../semantic/served_build.ts'
import { type Govern, governor } from './governed.ts'
import { openParser, type Parser } from './parser.ts'
import { rewrite } from './rewrite/rewriter.ts'
import { SqlError } from './sql_error.ts'
import { type Ast, cast, map } from './tree.ts'
import { type View, viewsOf } from './views.ts'

export interface Plan {
  /** `governed`: for DuckDB on the build; `catalog`: for the catalogs; `command`: for the session. */
  readonly kind: 'governed' | 'catalog' | 'command'
  readonly sql: string
  /** How many $n it has. */
  readonly parameters: number
  /** The views that it reads. */
  readonly views: readonly string[]
  /** What the client is told beside its rows. */
  readonly notices: readonly string[]
}

export interface Planned {
  readonly plan: Plan
  /** The build to answer from: the one that the plan was made for. */
  readonly build: ServedBuild
}

export interface Planner {
  /**
   * Plans one statement for one bearer.
   *
   * @param types the DuckDB types of the parameters, where the client has declared them
   * @throws SqlError for what the client can mend
   */
  plan(
    text: string,
    bearer: SecurityContext,
    types?: readonly (string | undefined)[],
  ): Promise<Planned>
  /** The views that a bearer may read. */
  views(bearer: SecurityContext): Promise<ReadonlyMap<string, View>>
  close(): void
}

interface PlannerOptions {
  readonly gateway: Gateway
  readonly builds: Builds
  /** How many plans are kept. */
  readonly kept?: number
}

/** What is known of one bearer on one build. */
interface Bearing {
  readonly views: ReadonlyMap<string, View>
  readonly govern: Govern
  readonly plans: Map<string, Promise<Plan>>
}

/** Each has views and plans of its own. */
const mostBearers = 200
/** Statements that are longer are seldom sent twice. */
const longestKept = 20_000

const queries = new Set(['select', 'with', 'values', 'table', 'from'])

/** Plans are kept for as long as their build is served: another build or model starts anew. */
export async function createPlanner({
  gateway,
  builds,
  kept = 1_000,
}: PlannerOptions): Promise<Planner> {
  const parser = await openParser()
  let bearings = new Map<string, Promise<Bearing>>()
  let served: string | undefined

  async function bearingOf(bearer: SecurityContext, build: ServedBuild): Promise<Bearing> {
    const { build: id, model } = build.manifest
    if (served !== `${id} ${model}`) {
      served = `${id} ${model}`
      bearings = new Map()
    }
    const { role, user, team } = bearer
    const key = JSON.stringify([role, user, team])
    const known = bearings.get(key) ?? bearing(bearer, build)
    const among = bearings
    keep(among, key, known, mostBearers)
    known.catch(() => among.delete(key))
    return known
  }

  async function bearing(bearer: SecurityContext, build: ServedBuild): Promise<Bearing> {
    const [views, govern] = await Promise.all([
      viewsOf(gateway, bearer),
      governor(gateway, build, bearer),
    ])
    return { views, govern, plans: new Map() }
  }

  return {
    async plan(text, bearer, types = []) {
      const build = await builds.current()
      const { views, govern, plans } = await bearingOf(bearer, build)
      const key = JSON.stringify([types, text])
      const user = bearer.user ?? bearer.role
      const plan = plans.get(key) ?? planOf(text, types, { parser, views, govern, user })
      if (key.length <= longestKept) keep(plans, key, plan, kept)
      plan.catch(() => plans.delete(key))
      return { plan: await plan, build }
    },
    async views(bearer) {
      return (await bearingOf(bearer, await builds.current())).views
    },
    close: () => parser.close(),
  }
}

/** Keeps what was used last. */
function keep<T>(kept: Map<string, T>, key: string, value: T, most: number) {
  kept.delete(key)
  kept.set(key, value)
  if (kept.size > most) kept.delete(kept.keys().next().value!)
}

interface Means {
  readonly parser: Parser
  readonly views: ReadonlyMap<string, View>
  readonly govern: Govern
  readonly user: string
}

async function planOf(
  text: string,
  types: readonly (string | undefined)[],
  means: Means,
): Promise<Plan> {
  if (!queries.has(firstWord(text)))
    return { kind: 'command', sql: text, parameters: 0, views: [], notices: [] }
  const tree = await means.parser.parse(text).catch((error) => {
    // What PostgreSQL alone can read may still be a question to the catalogs.
    if (!(error instanceof SqlError) || namesOne(text, means.views)) throw error
    return undefined
  })
  const rewritten = tree && (await rewrite(tree, means))
  if (!rewritten) return { kind: 'catalog', sql: text, parameters: 0, views: [], notices: [] }
  const typed = withTypes(rewritten.tree, types)
  const sql = await means.parser.deparse(typed)
  const { views, notices } = rewritten
  return { kind: 'governed', sql, parameters: parametersIn(typed), views, notices }
}

/** The first word of a statement, past comments and parentheses. */
export function firstWord(text: string): string {
  const bare = text.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|[;(])+/, '')
  return /^[a-z]+/i.exec(bare)?.[0].toLowerCase() ?? ''
}

/** Whether a text that does not parse names a view outside of its strings and comments. */
function namesOne(text: string, views: ReadonlyMap<string, View>): boolean {
  const code = text
    .replaceAll(/'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .toLowerCase()
  return [...views.keys()].some((name) => new RegExp(`(?<![\\w$])${name}(?![\\w$])`).test(code))
}

const withTypes = (tree: Ast, types: readonly (string | undefined)[]): Ast =>
  map(tree, (node) => {
    const type = node.class === 'PARAMETER' ? types[Number(node.identifier) - 1] : undefined
    return type === undefined ? undefined : cast(node, type)
  })

function parametersIn(tree: Ast): number {
  let most = 0
  map(tree, (node) => {
    if (node.class === 'PARAMETER') most = Math.max(most, Number(node.identifier))
    return undefined
  })
  return most
}
