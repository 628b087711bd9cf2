/**
 * Gathers what the governed query under a SELECT has to give: its keys and measures, each a column.
 *
 * An aggregate with a FILTER is the same aggregate in a governed query of its own, with one more
 * condition, joined on the keys.
 */
import type { GovernedQuery, Placeholder } from '../governed.ts'
import {
  type Ast,
  and,
  clone,
  coalesce,
  column,
  comparison,
  fingerprint,
  integer,
  join,
  map,
  nothing,
  select,
  subquery,
  text,
  truth,
  unionAll,
  walk,
} from '../tree.ts'
import type { Member } from '../views.ts'
import { askedBy } from './asked.ts'
import { isMember, type Rewriting, type Source } from './context.ts'
import { columnsUsed, distinctRelation } from './joins.ts'

/** What stands behind a call in Cube's SQL. */
interface Meant {
  readonly expression: Ast
  readonly members: readonly string[]
}

interface MeasureColumn {
  readonly name: string
  readonly member?: Member
  readonly placeholder?: Placeholder
}

/** The column that tells grouping sets apart. */
const setColumn = '__set'

export class InnerQuery {
  readonly #rewriting: Rewriting
  readonly #source: Source
  readonly #alias: string
  readonly #keys = new Map<string, { readonly name: string; readonly expression: Ast }>()
  readonly #measures = new Map<string, MeasureColumn>()
  readonly #meanings = new Map<string, Meant>()
  readonly #conditions: Ast[] = []
  readonly #filtered = new Map<string, InnerQuery>()

  constructor(rewriting: Rewriting, source: Source, alias = source.alias) {
    this.#rewriting = rewriting
    this.#source = source
    this.#alias = alias
  }

  get hasKeys() {
    return this.#keys.size > 0
  }

  /** The column of a key, which is made where it is new. */
  key(expression: Ast): Ast {
    const id = fingerprint(expression)
    const { name } =
      this.#keys.get(id) ?? this.#keys.set(id, { name: `d${this.#keys.size}`, expression }).get(id)!
    return column(this.#alias, name)
  }

  /** The column of an expression that is a key; undefined of any other. */
  keyOf(expression: Ast): Ast | undefined {
    const known = this.#keys.get(fingerprint(expression))
    return known && column(this.#alias, known.name)
  }

  /** Of grouping sets: which one a row is of, by its number. */
  get set(): Ast {
    return column(this.#alias, setColumn)
  }

  measure(member: Member, filter?: Ast): Ast {
    if (!filter) return this.#column(member.path, (name) => ({ name, member }))
    const value = this.#under(filter).measure(member)
    // A group that nothing passes counts nothing; what it sums is missing.
    return member.aggregation.startsWith('count') ? coalesce(value, integer(0)) : value
  }

  /** An aggregate over dimensions that no join can falsify. */
  aggregate(
    argument: Ast,
    { name, distinct }: { name: string; distinct: boolean },
    filter?: Ast,
  ): Ast {
    const around = `${name}(${distinct ? 'distinct ' : ''}`
    if (filter) {
      const value = this.#under(filter).aggregate(argument, { name, distinct })
      return name === 'count' ? coalesce(value, integer(0)) : value
    }
    return this.#column(`${around} ${fingerprint(argument)}`, (column) => ({
      name: column,
      placeholder: { ...this.#placeholder(column, argument), aggregate: around },
    }))
  }

  where(conditions: readonly Ast[]) {
    this.#conditions.push(...conditions)
  }

  /** The FROM of the rewritten SELECT. */
  async from({ ungrouped = false } = {}): Promise<Ast> {
    const own =
      this.#filtered.size > 0 && this.#keys.size === 0 && this.#measures.size === 0
        ? []
        : [await this.#governed([...this.#keys.keys()], { ungrouped })]
    const filtered = await Promise.all(
      [...this.#filtered.values()].map((part) => part.#withKeysOf(this)),
    )
    return [...own, ...filtered].reduce((left, right) =>
      join(left, right, this.#sameKeys(right.alias)),
    )
  }

  /** The same for GROUPING SETS: each set a governed query of its own, so that ratios are its own. */
  async fromSets(sets: readonly (readonly Ast[])[]): Promise<Ast> {
    const parts = await Promise.all(sets.map((keys, number) => this.#setOf(keys, number)))
    return subquery(parts.reduce(unionAll), this.#alias)
  }

  async #setOf(expressions: readonly Ast[], number: number): Promise<Ast> {
    const part = new InnerQuery(this.#rewriting, this.#source)
    for (const [id, key] of this.#keys)
      if (expressions.some((expression) => fingerprint(expression) === id)) part.#keys.set(id, key)
    for (const [id, measure] of this.#measures) part.#measures.set(id, measure)
    for (const [call, meant] of this.#meanings) part.#meanings.set(call, meant)
    for (const [id, filtered] of this.#filtered) part.#filtered.set(id, filtered)
    part.#conditions.push(...this.#conditions)
    const from = await part.from()
    const labelled = (expression: Ast, alias: string) => ({ ...expression, alias })
    return select({
      select_list: [
        ...[...this.#keys].map(([id, { name }]) =>
          labelled(part.#keys.has(id) ? column(part.#alias, name) : nothing(), name),
        ),
        ...[...this.#measures.values()].map(({ name }) =>
          labelled(column(part.#alias, name), name),
        ),
        ...[...this.#filtered.values()].flatMap((filtered) =>
          [...filtered.#measures.values()].map(({ name }) =>
            labelled(column(filtered.#alias, name), `${filtered.#alias}${name}`),
          ),
        ),
        labelled(integer(number), setColumn),
      ],
      from_table: from,
    })
  }

  /** Columns of filtered parts, under the names that a union of grouping sets gives them. */
  renamed(expression: Ast): Ast {
    const aliases = new Set([...this.#filtered.values()].map((part) => part.#alias))
    return map(expression, (node) => {
      if (node.class !== 'COLUMN_REF' || !aliases.has(node.column_names[0])) return undefined
      return { ...column(this.#alias, node.column_names.join('')), alias: node.alias }
    })
  }

  #column(id: string, made: (name: string) => MeasureColumn): Ast {
    const known =
      this.#measures.get(id) ?? this.#measures.set(id, made(`m${this.#measures.size}`)).get(id)!
    return column(this.#alias, known.name)
  }

  #under(filter: Ast): InnerQuery {
    const id = fingerprint(filter)
    const known = this.#filtered.get(id)
    if (known) return known
    const part = new InnerQuery(this.#rewriting, this.#source, this.#rewriting.unique('f'))
    part.#conditions.push(filter)
    this.#filtered.set(id, part)
    return part
  }

  async #withKeysOf(whole: InnerQuery): Promise<Ast> {
    const part = new InnerQuery(this.#rewriting, this.#source, this.#alias)
    for (const [id, key] of whole.#keys) part.#keys.set(id, key)
    for (const [id, measure] of this.#measures) part.#measures.set(id, measure)
    for (const [call, meant] of this.#meanings) part.#meanings.set(call, meant)
    part.#conditions.push(...this.#conditions, ...whole.#conditions)
    return part.#governed([...part.#keys.keys()], { ungrouped: false })
  }

  #sameKeys(alias: string): Ast {
    const conditions = [...this.#keys.values()].map(({ name }) =>
      comparison('COMPARE_NOT_DISTINCT_FROM', column(this.#alias, name), column(alias, name)),
    )
    return and(conditions) ?? truth()
  }

  #expressionsOfMeasures(): Ast[] {
    return [...this.#measures.values()].flatMap(({ placeholder }) =>
      placeholder ? this.#meanings.get(placeholder.call)!.expression : [],
    )
  }

  #placeholder(name: string, expression: Ast): Placeholder {
    const call = this.#rewriting.unique('__e')
    const members = new Set<string>()
    walk(expression, (node) => {
      if (isMember(node)) members.add(node.name)
    })
    this.#meanings.set(call, { expression, members: [...members] })
    // Cube finds the view by a member, so an expression without one is given the date.
    return { name, call, members: members.size > 0 ? [...members] : ['date'] }
  }

  async #governed(ids: readonly string[], { ungrouped }: { ungrouped: boolean }): Promise<Ast> {
    const { view, joins } = this.#source
    const keys = ids.map((id) => this.#keys.get(id)!)
    const measures = [...this.#measures.values()]
    const relations = new Map<string, Ast>()
    const query: GovernedQuery = {
      view: view.name,
      ungrouped,
      dimensions: keys.map(({ name, expression }) =>
        isMember(expression) && expression.name !== 'date'
          ? { name, path: `${view.name}.${expression.name}` }
          : this.#placeholder(name, { ...expression, alias: '' }),
      ),
      measures: measures.map(({ name, member, placeholder }) =>
        member ? { name, path: member.path } : placeholder!,
      ),
      where:
        this.#conditions.length > 0 ? this.#placeholder('w', and(this.#conditions)) : undefined,
      joins: joins.map((joined) => {
        const { internal, type, on } = joined
        const table = this.#rewriting.unique('__j')
        const tied = [...joins.map((one) => one.on), ...keys.map(({ expression }) => expression)]
        const all = [...tied, ...this.#conditions, ...this.#expressionsOfMeasures()]
        relations.set(
          table,
          distinctRelation(joined, columnsUsed(joined, all), columnsUsed(joined, tied)),
        )
        const condition = this.#placeholder(`${table}on`, on)
        const uses = { ...condition, name: `${table}uses`, call: this.#rewriting.unique('__e') }
        this.#meanings.set(uses.call, { expression: truth(), members: [] })
        return { table, alias: internal, type, on: condition, uses }
      }),
      asked: askedBy({
        view: view.name,
        keys: keys.map(({ expression }) => expression),
        measures: measures.flatMap(({ member }) => member ?? []),
        conditions: [...this.#conditions, ...joins.map(({ on }) => on)],
      }),
    }
    return subquery(await this.#answered(query, relations), this.#alias)
  }

  /** Cube's SQL as a tree, with the calls and parameters replaced by what they stand for. */
  async #answered(query: GovernedQuery, relations: ReadonlyMap<string, Ast>): Promise<Ast> {
    const { sql, parameters } = await this.#rewriting.govern(query)
    const tree = await this.#rewriting.parser.parse(sql)
    return map(tree.statements[0].node, (node) => {
      if (node.class === 'PARAMETER') {
        const value = parameters[Number(node.identifier) - 1]
        return value === null ? nothing() : text(String(value))
      }
      if (node.type === 'BASE_TABLE')
        // What the model reads, it may read.
        return relations.has(node.table_name)
          ? { ...clone(relations.get(node.table_name)), alias: node.alias }
          : { ...node, allowed: true }
      const meant = node.class === 'FUNCTION' && this.#meanings.get(node.function_name)
      return meant ? { ...this.#filled(meant, node.children), alias: node.alias } : undefined
    })
  }

  /** An expression with the SQL that Cube has for its members. */
  #filled({ expression, members }: Meant, sqlOf: readonly Ast[]): Ast {
    return map(expression, (node) => {
      if (!isMember(node)) return undefined
      const sql = asDate(node, sqlOf[members.indexOf(node.name)])
      return { ...this.#inItsCube(sql, node.name), alias: node.alias }
    })
  }

  /** Masks name the cube by {CUBE}, which Cube takes for the view in an expression. */
  #inItsCube(sql: Ast, name: string): Ast {
    const { view } = this.#source
    const { cube } = view.byName.get(name.toLowerCase())!
    return map(sql, (node) =>
      node.class === 'COLUMN_REF' && node.column_names[0] === view.name
        ? { ...node, column_names: [cube, ...node.column_names.slice(1)] }
        : undefined,
    )
  }
}

/** The date as it is stored, a DATE: Cube casts what it takes for an instant to TIMESTAMP. */
const asDate = ({ name }: Ast, sql: Ast): Ast =>
  name === 'date' && sql.class === 'CAST' && sql.cast_type.id === 'TIMESTAMP' ? sql.child : sql
