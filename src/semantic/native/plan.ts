/** Which columns an answer has, in which order, and where each comes from. */
import { type Cell, cellWriter, plainCell } from './cells.ts'

export interface Columnar {
  readonly members: string[]
  readonly columns: Cell[][]
}

interface TimeDimension {
  readonly dimension: string
  readonly granularity?: string
  readonly dateRange?: string[]
}

export interface Query {
  measures?: unknown[]
  dimensions?: unknown[]
  timeDimensions?: TimeDimension[]
  [key: string]: unknown
}

/** What Cube hands to the native transform beside the rows. */
export interface Transform {
  readonly aliasToMemberNameMap: Record<string, string>
  readonly annotation: Record<string, { type?: string }>
  readonly query: Query
  readonly queryType?: 'regularQuery' | 'compareDateRangeQuery' | 'blendingQuery'
  readonly resType?: 'default' | 'compact' | 'columnar'
}

export interface OutputColumn {
  readonly name: string
  /** The column of the data; undefined for a constant. */
  readonly from: number | undefined
  readonly constant?: Cell
  readonly write: (value: Cell) => Cell
}

const fineness = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']

/** The output columns of one result. Throws on a member that the role may not see. */
export function planColumns(transform: Transform, data: Columnar): OutputColumn[] {
  if (data.members.length === 0) {
    for (const member of requestedMembers(transform.query)) assertVisible(member, transform)
    return []
  }
  const named = data.members.map((alias, from): OutputColumn => {
    const name = transform.aliasToMemberNameMap[alias]
    if (name === undefined) throw new Error(`Member name not found for alias: '${alias}'`)
    assertVisible(name, transform)
    return { name, from, write: cellWriter(transform.annotation[name]?.type) }
  })
  const columns = [...named, ...finestGranularities(named, transform.query)]
  return [...columns, ...ofQueryType(columns, transform)]
}

function requestedMembers({ measures = [], dimensions = [], timeDimensions = [] }: Query) {
  const grouped = timeDimensions.filter((time) => time.granularity !== undefined)
  return [
    ...[...measures, ...dimensions].map((member) =>
      typeof member === 'string' ? member : (member as { name: string }).name,
    ),
    ...grouped.map((time) => time.dimension),
  ]
}

/** Part of member-level security: a member that the metadata hides has no annotation. */
function assertVisible(member: string, { annotation }: Transform) {
  if (annotation[member] === undefined)
    throw new Error(
      `You requested hidden member: '${member}'. Please make it visible using \`public: true\`. ` +
        'Please note primaryKey fields are `public: false` by default: ' +
        'https://docs.cube.dev/reference/data-modeling/joins#setting-a-primary-key.',
    )
}

/** `view.date` beside `view.date.month`, which clients still read: that of the finest granularity. */
function finestGranularities(columns: readonly OutputColumn[], query: Query): OutputColumn[] {
  const asked = new Set(query.dimensions)
  const finest = new Map<string, { level: number; column: OutputColumn }>()
  for (const column of columns) {
    const [view, member, granularity, ...rest] = column.name.split('.')
    if (granularity === undefined || rest.length > 0) continue
    const name = `${view}.${member}`
    if (asked.has(name)) continue
    const position = fineness.indexOf(granularity)
    const level = position < 0 ? fineness.length : position
    const best = finest.get(name)
    if (best === undefined || level <= best.level) finest.set(name, { level, column })
  }
  return [...finest].map(([name, { column }]) => ({ ...column, name }))
}

function ofQueryType(columns: readonly OutputColumn[], transform: Transform): OutputColumn[] {
  const time = transform.query.timeDimensions?.[0]
  if (transform.queryType === 'compareDateRangeQuery')
    return [
      {
        name: 'compareDateRange',
        from: undefined,
        constant: time?.dateRange?.join(' - '),
        write: plainCell,
      },
    ]
  if (transform.queryType === 'blendingQuery' && time?.granularity !== undefined) {
    const source = columns.find(({ name }) => name === `${time.dimension}.${time.granularity}`)
    return source === undefined ? [] : [{ ...source, name: `time.${time.granularity}` }]
  }
  return []
}
