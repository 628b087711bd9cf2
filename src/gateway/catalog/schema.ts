/** What a bearer sees, as tables of PostgreSQL: one per view, empty, with comments, and the metrics. */
import type { SecurityContext } from '../../semantic/roles.ts'
import type { Planner } from '../planner.ts'
import type { Member, View } from '../views.ts'
import { columnTypes } from './column_types.ts'

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** The table that lists the measures. */
const metricsTable = 'revops_metrics'

const metricColumns = [
  ['name', 'The measure: MEASURE(name) in SQL.'],
  ['view', 'The table that it stands in.'],
  ['title', 'What people call it.'],
  ['description', 'What it tells.'],
  ['class', 'How it adds up: additive, ratio, balance, trailing, distribution or company.'],
  ['formula', 'How it is computed.'],
  ['unit', 'percent, currency, count, days ….'],
  ['good', 'Which way is better: up or down.'],
  ['date', 'The event that dates it.'],
  ['dimensions', 'What it can be sliced and filtered by.'],
  ['owner', 'Who answers for its definition.'],
  ['department', 'Whose it is.'],
  ['source', 'Where the definition comes from.'],
] as const

/** The statements that make the tables. */
export async function schemaOf(planner: Planner, bearer: SecurityContext): Promise<string[]> {
  const views = [...(await planner.views(bearer)).values()]
  const tables: string[] = []
  for (const view of views) tables.push(...tableOf(view, await columnTypes(view, planner, bearer)))
  return [...tables, ...metricsOf(views), 'grant select on all tables in schema public to public']
}

function tableOf(view: View, types: ReadonlyMap<string, string>): string[] {
  const table = `public.${identifier(view.name)}`
  const columns = view.members.map(({ name }) => `${identifier(name)} ${types.get(name) ?? 'text'}`)
  return [
    `create table ${table} (${columns.join(', ')})`,
    `comment on table ${table} is ${literal(view.description || view.title)}`,
    ...view.members.map(
      (member) =>
        `comment on column ${table}.${identifier(member.name)} is ${literal(commentOf(member))}`,
    ),
  ]
}

/** A measure says that it is one, and how it is computed. */
function commentOf({ kind, title, description, meta, name }: Member): string {
  if (kind !== 'measure') return description || title
  const formula = typeof meta['formula'] === 'string' ? ` Formula: ${meta['formula']}.` : ''
  const shape = typeof meta['class'] === 'string' ? `, ${meta['class']}` : ''
  return `${description || title} [Measure${shape}: MEASURE(${name}).${formula}]`
}

function metricsOf(views: readonly View[]): string[] {
  const table = `public.${metricsTable}`
  const rows = views.flatMap((view) =>
    view.members
      .filter(({ kind }) => kind === 'measure')
      .map((member) => `(${valuesOf(view, member).map(literal).join(', ')})`),
  )
  return [
    `create table ${table} (${metricColumns.map(([name]) => `${identifier(name)} text`).join(', ')})`,
    `comment on table ${table} is 'The governed measures: what each means, and what it can be sliced by.'`,
    ...metricColumns.map(
      ([name, comment]) => `comment on column ${table}.${identifier(name)} is ${literal(comment)}`,
    ),
    ...(rows.length > 0 ? [`insert into ${table} values ${rows.join(', ')}`] : []),
  ]
}

function valuesOf(view: View, { name, title, description, meta }: Member): string[] {
  const known: Readonly<Record<string, unknown>> = {
    ...meta,
    name,
    view: view.name,
    title,
    description,
  }
  return metricColumns.map(([column]) => {
    const value = known[column]
    return Array.isArray(value) ? value.join(', ') : String(value ?? '')
  })
}
