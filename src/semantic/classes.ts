/**
 * Holds queries to what measures mean (KPIS §1): each measure by the dimensions, the granularities
 * and the date that it declares. It sits in Cube's queryRewrite, so every road is held to it.
 */
import type { Catalog, GovernedMeasure } from './catalog.ts'
import { QueryRefusal } from './refusal.ts'
import type { SecurityContext } from './roles.ts'

/** A query as Cube normalises it; a member is `view.name`. */
export interface Query {
  measures?: readonly unknown[]
  dimensions?: readonly unknown[]
  timeDimensions?: readonly TimeDimension[]
  segments?: readonly unknown[]
  filters?: readonly Filter[]
  order?: readonly OrderPair[]
  ungrouped?: boolean
  timezone?: string
  joinHints?: readonly unknown[]
  subqueryJoins?: readonly unknown[]
}

export type OrderPair = readonly [member: string, direction: string]

interface TimeDimension {
  readonly dimension: string
  readonly granularity?: string
  readonly dateRange?: readonly string[] | string
}

export interface Filter {
  readonly member?: string
  readonly dimension?: string
  readonly operator?: string
  readonly values?: readonly unknown[]
  readonly and?: readonly Filter[]
  readonly or?: readonly Filter[]
}

export interface Asker {
  readonly context: SecurityContext
  /** The instant up to which the build's data reaches; ISO. */
  readonly dataAsOf: string
}

/** Dimensions that every view has and every measure allows. */
const always = ['date', 'fiscal_quarter', 'fiscal_year', 'is_complete']

/** Throws a QueryRefusal that names what is allowed, where a query asks for something else. */
export function checkQuery(query: Query, catalog: Catalog, asker: Asker): void {
  const asked = filterLeaves(query.filters).filter((leaf) => !isRowRule(leaf, asker.context))
  checkPublic(query, asked, catalog)
  const members = [
    ...names(query.measures),
    ...names(query.dimensions),
    ...names(query.segments),
    ...asked.map(memberOf),
    ...(query.order ?? []).map(([member]) => member),
  ]
  const measures = new Set(members.flatMap((name) => catalog.measures.get(name) ?? []))
  const dimensions = new Set(members).difference(new Set(names(query.measures)))
  for (const measure of measures) {
    if (query.ungrouped)
      throw new QueryRefusal(
        `${measure.name} has a value for a group of rows only; ask without \`ungrouped\`.`,
      )
    for (const member of dimensions)
      if (!catalog.measures.has(member)) checkDimension(measure, member)
    checkNeeds(measure, [...names(query.dimensions), ...heldToOneValue(query.filters)])
    checkOneOf(measure, heldToOneValue(query.filters))
    checkNeverOver(measure, asked.map(memberOf), [
      ...names(query.dimensions),
      ...heldToOneValue(query.filters),
    ])
    for (const time of timesOf(query, measure)) checkTime(measure, time, asker)
  }
}

/**
 * The query with what its measures are narrowed to where it leaves a dimension open whose values
 * are never added up: models of one and the same thing.
 */
export function withDefaults(query: Query, { measures }: Catalog): Query {
  const segments = new Set(names(query.segments))
  const told = new Set([...names(query.dimensions), ...heldToOneValue(query.filters)])
  const defaults = membersOf(query)
    .flatMap((name) => [...(measures.get(name)?.defaults ?? [])])
    .filter(([dimension, segment]) => !told.has(dimension) && !segments.has(segment))
    .map(([, segment]) => segment)
  return defaults.length === 0
    ? query
    : { ...query, segments: [...(query.segments ?? []), ...new Set(defaults)] }
}

/** A cube has no access policy: a filter by its members would see what the view masks. */
function checkPublic(query: Query, asked: readonly Filter[], { closed }: Catalog) {
  if (query.joinHints !== undefined || query.subqueryJoins !== undefined)
    throw new QueryRefusal('A query names views only: leave out joinHints and subqueryJoins.')
  const hidden = membersOf({ ...query, filters: asked }).find(
    (member) => closed.has(member) || closed.has(member.split('.')[0]!),
  )
  if (hidden !== undefined)
    throw new QueryRefusal(`${hidden} is not public; ask one of the views that /v1/meta lists.`)
}

/** Whatever a query names: what it asks for, filters and orders by. */
export const membersOf = (query: Query): string[] => [
  ...names(query.measures),
  ...names(query.dimensions),
  ...names(query.segments),
  ...filterLeaves(query.filters).map(memberOf),
  ...(query.order ?? []).map(([member]) => member),
  ...(query.timeDimensions ?? []).map((time) => time.dimension),
]

/**
 * Facts are joined in a mart, never by a query (KPIS §1). Comes before Cube looks for a way to join
 * them, which would name cubes that nobody knows.
 */
export function checkOneView(query: Query): void {
  const members = [
    ...names(query.measures),
    ...names(query.dimensions),
    ...(query.timeDimensions ?? []).map((time) => time.dimension),
  ]
  const views = [...new Set(members.map((member) => member.split('.')[0]!))].sort()
  if (views.length > 1)
    throw new QueryRefusal(
      `A query asks one view, and this one names ${list(views, 'and')}: ask each apart.`,
    )
}

/** The times a query asks for; `date` among the dimensions is a date by day. */
function timesOf(query: Query, measure: GovernedMeasure): TimeDimension[] {
  const date = `${viewOf(measure)}.date`
  return [
    ...(query.timeDimensions ?? []),
    ...(names(query.dimensions).includes(date) ? [{ dimension: date, granularity: 'day' }] : []),
  ]
}

function checkDimension(measure: GovernedMeasure, member: string) {
  const [view, dimension = ''] = member.split('.')
  if (view !== viewOf(measure) || always.includes(dimension)) return
  // A person's address is but another name of the owner.
  if (measure.dimensions.has(dimension === 'owner_email' ? 'owner' : dimension)) return
  const allowed = [...measure.dimensions, ...always.slice(1)]
  throw new QueryRefusal(
    `${measure.name} cannot be sliced or filtered by ${dimension}; it allows ${list(allowed, 'and')}.`,
  )
}

function checkNeeds(measure: GovernedMeasure, given: readonly string[]) {
  const missing = measure.needs.filter((need) => !given.includes(`${viewOf(measure)}.${need}`))
  if (missing.length > 0)
    throw new QueryRefusal(
      `${measure.name} is defined for each ${list(missing, 'and')}: group by it, or filter it to one value.`,
    )
}

function checkOneOf(measure: GovernedMeasure, held: readonly string[]) {
  const missing = measure.oneOf.filter(
    (dimension) => !held.includes(`${viewOf(measure)}.${dimension}`),
  )
  if (missing.length > 0)
    throw new QueryRefusal(
      `${measure.name} is defined for one ${list(missing, 'and')} at a time: filter it to one value.`,
    )
}

/** A dimension that is not asked for has its default; one that is filtered by is not added up over. */
function checkNeverOver(
  measure: GovernedMeasure,
  filtered: readonly string[],
  given: readonly string[],
) {
  const over = measure.neverOver.filter((dimension) => {
    const member = `${viewOf(measure)}.${dimension}`
    return filtered.includes(member) && !given.includes(member)
  })
  if (over.length > 0)
    throw new QueryRefusal(
      `${measure.name} is never added up over several values of ${list(over, 'and')}: group by it, filter it to one value, or leave it out.`,
    )
}

function checkTime(measure: GovernedMeasure, time: TimeDimension, asker: Asker) {
  const [view, dimension] = time.dimension.split('.')
  if (view === viewOf(measure) && dimension !== 'date')
    throw new QueryRefusal(
      `${measure.name} is dated by ${view}.date and by nothing else, so not by ${time.dimension}.`,
    )
  const { granularity } = time
  if (granularity === undefined || granularity === null) return
  if (!measure.granularities.includes(granularity))
    throw new QueryRefusal(
      `${measure.name} is not defined by ${granularity}; it answers by ${list(measure.granularities, 'or')}, or for the range as a whole.`,
    )
  if (granularity === 'day') checkDayHistory(measure, time, asker)
}

/** A balance by day is kept for the last days only. */
function checkDayHistory(measure: GovernedMeasure, { dateRange }: TimeDimension, asker: Asker) {
  if (measure.dayHistoryDays === undefined) return
  const first = new Date(asker.dataAsOf)
  first.setUTCDate(first.getUTCDate() - measure.dayHistoryDays)
  const firstDay = first.toISOString().slice(0, 10)
  const begins = Array.isArray(dateRange) ? dateRange[0] : dateRange
  if (begins === undefined || begins.slice(0, 10) < firstDay)
    throw new QueryRefusal(
      `${measure.name} is kept by day from ${firstDay} on; begin the date range there, or ask by week or month.`,
    )
}

const viewOf = ({ name }: GovernedMeasure) => name.split('.')[0]!

/** Expressions, which only our own SQL endpoint makes, are objects and checked where they are made. */
const names = (members: readonly unknown[] = []) =>
  members.filter((member): member is string => typeof member === 'string')

const filterLeaves = (filters: readonly Filter[] = []): Filter[] =>
  filters.flatMap((filter) => {
    const nested = filter.and ?? filter.or
    return nested === undefined ? [filter] : filterLeaves(nested)
  })

const memberOf = ({ member, dimension }: Filter) => member ?? dimension ?? ''

/** What every row of the answer has one value of; of an `or`, each of its filters holds for some only. */
const heldToOneValue = (filters: readonly Filter[] = []): string[] =>
  filters.flatMap((filter) => {
    if (filter.and) return heldToOneValue(filter.and)
    if (filter.or) return filter.or.length === 1 ? heldToOneValue(filter.or) : []
    return filter.operator === 'equals' && filter.values?.length === 1 ? [memberOf(filter)] : []
  })

/**
 * The row rule of the asker's role, which the access policy put among the filters. It narrows what
 * the asker sees of a measure; the measure need not be sliceable by it.
 */
function isRowRule({ operator, values, ...filter }: Filter, { role, user, team }: SecurityContext) {
  if (values?.length !== 1) return false
  const dimension = memberOf(filter).split('.')[1]
  switch (role) {
    case 'rep':
      return (
        operator === 'equals' &&
        values[0] === user &&
        (dimension === 'owner' || dimension === 'owner_email')
      )
    case 'manager':
      return operator === 'equals' && values[0] === team && dimension === 'team'
    case 'executive':
      return operator === 'notEquals' && values[0] === 'person' && dimension === 'subject_type'
    default:
      return false
  }
}

function list(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}
