/**
 * SQL of Cube's own compiler for a question over one view, with the bearer's rows and members and
 * the meaning of the measures looked after.
 *
 * Expressions of a statement never become text inside Cube. Cube sees the call of a function that
 * does not exist, `__e0(<member>, <member>)`; its SQL is parsed, and each such call is replaced by
 * the expression, tree into tree. Nothing that a client writes can be mistaken for SQL.
 */
import type { Query } from '../semantic/classes.ts'
import type { Gateway } from '../semantic/gateway.ts'
import { pin } from '../semantic/options.ts'
import { QueryRefusal } from '../semantic/refusal.ts'
import type { SecurityContext } from '../semantic/roles.ts'
import type { ServedBuild } from '../semantic/served_build.ts'
import { SqlError } from './sql_error.ts'

/** Stands for an expression over members of the view. */
export interface Placeholder {
  /** The name of its column. */
  readonly name: string
  /** The function that does not exist. */
  readonly call: string
  /** Its arguments, by their names in the view. */
  readonly members: readonly string[]
  /** The aggregate around it: `count(`, `count(distinct `. */
  readonly aggregate?: string | undefined
}

/** A member of the view under the name of its column. */
interface Named {
  readonly name: string
  readonly path: string
}

/** A relation of the statement's own, joined under the measures. */
interface JoinedRelation {
  /** The table that Cube is told of, which does not exist. */
  readonly table: string
  readonly alias: string
  readonly type: string
  readonly on: Placeholder
  /** The members of the condition once more, where the access policies look for them. */
  readonly uses: Placeholder
}

export interface GovernedQuery {
  readonly view: string
  readonly ungrouped?: boolean
  readonly dimensions: readonly (Named | Placeholder)[]
  readonly measures: readonly (Named | Placeholder)[]
  readonly where?: Placeholder | undefined
  readonly joins: readonly JoinedRelation[]
  /** The question in the terms of REST, as far as it can be told in them: what the classes check. */
  readonly asked: Query
}

export interface GovernedSql {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** Asks one build for one bearer. */
export type Govern = (query: GovernedQuery) => Promise<GovernedSql>

export async function governor(
  gateway: Gateway,
  build: ServedBuild,
  bearer: SecurityContext,
): Promise<Govern> {
  const context = await gateway.core
    .apiGateway()
    .contextByReq({ pinned: pin(build) }, { ...bearer }, 'sql')
  const api = await gateway.core.getCompilerApi(context)
  return async (asked) => {
    try {
      const question = cubeQuery(asked, bearer)
      const { query } = await api.applyRowLevelSecurity(question, question, context)
      const narrowed = gateway.options.queryRewrite({ ...asked.asked, timezone: 'UTC' }, context)
      // What the statement has of segments stands in its condition already.
      const given = new Set(asked.asked.segments)
      const defaults = (narrowed.segments ?? []).filter((segment: unknown) => !given.has(segment))
      const {
        sql: [sql, parameters],
      } = await api.getSql({ ...query, segments: [...query.segments, ...defaults] })
      return { sql, parameters }
    } catch (error) {
      throw refusal(error)
    }
  }
}

function cubeQuery(
  { view, ungrouped, dimensions, measures, where, joins }: GovernedQuery,
  bearer: SecurityContext,
) {
  const member = (one: Named | Placeholder) =>
    'path' in one ? one.path : memberExpression(view, one)
  const named = [...dimensions, ...measures].filter((one) => 'path' in one)
  return {
    dimensions: dimensions.map(member),
    measures: measures.map(member),
    segments: [where, ...joins.map(({ uses }) => uses)].flatMap((one) =>
      one === undefined ? [] : memberExpression(view, one),
    ),
    filters: [],
    order: [],
    timezone: 'UTC',
    ...(ungrouped && { ungrouped }),
    ...(joins.length > 0 && {
      subqueryJoins: joins.map(({ table, alias, type, on }) => ({
        sql: `select * from ${table}`,
        alias,
        joinType: type,
        on: memberExpression(view, on),
      })),
    }),
    memberToAlias: Object.fromEntries(named.map(({ path, name }) => [path, name])),
    contextSymbols: { securityContext: { ...bearer } },
  }
}

type MemberTexts = Readonly<Record<string, string>>

/** A member expression: Cube reads from the function's text which view it is given. */
function memberExpression(view: string, { name, call, members, aggregate }: Placeholder) {
  const expression = Object.assign(
    (of: MemberTexts) => {
      const made = `${call}(${members.map((member) => of[member]).join(', ')})`
      return aggregate === undefined ? made : `${aggregate}${made})`
    },
    { toString: () => `(${view}) => \`${call}(${members.map((one) => `\${${view}.${one}}`)})\`` },
  )
  return {
    expression,
    cubeName: view,
    name,
    expressionName: name,
    definition: `${aggregate ?? ''}${String(expression)}`,
  }
}

function refusal(error: unknown): unknown {
  if (error instanceof SqlError) return error
  const { message, status } = error as Error & { status?: number }
  if (error instanceof QueryRefusal) return new SqlError('42803', message, { cause: error })
  if (status === 403) return new SqlError('42501', message, { cause: error })
  return error
}
