/** The PostgreSQL types of a view's columns: those that governed SQL gives. */
import type { SecurityContext } from '../../semantic/roles.ts'
import type { Planner } from '../planner.ts'
import type { Member, View } from '../views.ts'
import { pg, pgTypeOf } from '../wire/types.ts'

/** Names of types in SQL, by their numbers; what is not here is text. */
const names: Readonly<Record<number, string>> = {
  [pg.bool.oid]: 'boolean',
  [pg.int8.oid]: 'bigint',
  [pg.int2.oid]: 'smallint',
  [pg.int4.oid]: 'integer',
  [pg.float4.oid]: 'real',
  [pg.float8.oid]: 'double precision',
  [pg.date.oid]: 'date',
  [pg.timestamp.oid]: 'timestamp',
  [pg.timestamptz.oid]: 'timestamptz',
  [pg.numeric.oid]: 'numeric',
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** The type of each column of a view, as SQL names it. */
export async function columnTypes(
  view: View,
  planner: Planner,
  bearer: SecurityContext,
): Promise<ReadonlyMap<string, string>> {
  const rows = view.members.filter(({ kind }) => kind !== 'measure')
  const found = new Map<string, string>()
  const add = async (members: readonly Member[], sql: string) => {
    const { plan, build } = await planner.plan(sql, bearer)
    const types = await build.use(async (connection) => {
      const prepared = await connection.prepare(plan.sql)
      try {
        return members.map((_, index) => names[pgTypeOf(prepared.columnType(index)).oid] ?? 'text')
      } finally {
        prepared.destroySync()
      }
    })
    for (const [index, { name }] of members.entries()) found.set(name, types[index]!)
  }
  const from = `FROM public.${quoted(view.name)}`
  await add(rows, `SELECT ${rows.map(({ name }) => quoted(name)).join(', ')} ${from}`)
  const measures = view.members.filter(({ kind }) => kind === 'measure')
  for (const [demanded, members] of Map.groupBy(measures, demandedBy)) {
    const list = members.map(({ name }) => `MEASURE(${quoted(name)})`).join(', ')
    await add(members, `SELECT ${list} ${from}${demanded}`)
  }
  return found
}

/** What a measure is defined for only: held to one value, or grouped by. */
function demandedBy({ meta }: Member): string {
  const held = namesIn(meta['one_of']).map((name) => `${name} = ''`)
  const groups = namesIn(meta['needs'])
  return [
    held.length > 0 ? ` WHERE ${held.join(' AND ')}` : '',
    groups.length > 0 ? ` GROUP BY ${groups.join(', ')}` : '',
  ].join('')
}

const namesIn = (names: unknown): string[] =>
  Array.isArray(names) ? names.map((name) => quoted(String(name))) : []
