/** What the parts of the rewriter share. */
import type { GovernedQuery, GovernedSql } from '../governed.ts'
import type { Parser } from '../parser.ts'
import type { Ast } from '../tree.ts'
import type { Member, View } from '../views.ts'

/** Common table expressions within reach: one that is merged where it is used, or an ordinary one. */
export type Ctes = ReadonlyMap<string, { readonly node: Ast; readonly aliases: string[] } | 'kept'>

export interface Rewriting {
  readonly parser: Parser
  readonly views: ReadonlyMap<string, View>
  readonly user: string
  govern(query: GovernedQuery): Promise<GovernedSql>
  /** Tells the client something that is no error. */
  notice(message: string): void
  /** A name that nothing else in the statement has. */
  unique(prefix: string): string
  /** Rewrites a query in its place. */
  query(node: Ast, ctes: Ctes): Promise<void>
  /** Rewrites the subqueries in an expression, in their places. */
  subqueries(expression: Ast, ctes: Ctes): Promise<void>
}

/** What the FROM of a SELECT over a view offers. */
export interface Source {
  readonly view: View
  readonly alias: string
  /** The columns in their order, as expressions over members. */
  readonly columns: readonly (readonly [name: string, expression: Ast])[]
  /** The conditions of subqueries that were merged. */
  readonly where: readonly Ast[]
  readonly joins: readonly Joined[]
}

/** An ordinary relation beside a view. */
export interface Joined {
  readonly alias: string
  /** Its alias inside of the governed query. */
  readonly internal: string
  readonly type: string
  readonly relation: Ast
  on: Ast
}

/** A column that is a member of the view. The parser makes no such node. */
export const memberNode = ({ name, kind }: Member, at?: Ast): Ast => ({
  class: 'MEMBER',
  name,
  kind,
  alias: at?.alias ?? '',
  query_location: at?.query_location,
})

export const isMember = (node: Ast): boolean => node?.class === 'MEMBER'
export const isMeasure = (node: Ast): boolean => isMember(node) && node.kind === 'measure'

/** A column of a joined relation. */
export const isForeign = (node: Ast): boolean => node?.foreign === true
