/** Lineage: what a query reads, however it reads it, and the order that follows. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { text } from '../src/columns.ts'
import { dependenciesOf, inOrder, upstreamOf } from '../src/lineage.ts'
import { unionByName } from '../src/sql/union.ts'
import { type Audit, type Db, defineTable, type Relation } from '../src/table.ts'

type Promises = { relations?: (Relation & { column: 'id' })[]; audits?: Audit[] }

const tableOf = (
  name: string,
  query: (db: Db) => ReturnType<typeof sql<{ id: string }>>,
  promises: Promises = {},
) =>
  defineTable({
    name,
    description: 'A table.',
    grain: ['id'],
    columns: { id: text('Its id.') },
    query,
    ...promises,
  })

const constants = () => sql<{ id: string }>`(select 'a' as id)`
const one = tableOf('stg_one', constants)
const two = tableOf('stg_two', constants)
const read = (query: (db: Db) => { toOperationNode(): unknown }) =>
  upstreamOf(tableOf('fct_reader', query as never))

test('a query reads the tables of its from, joins, subqueries and unions', () => {
  const both = ['stg_one', 'stg_two']
  expect(read((db) => db.selectFrom(one.as('alias')).select('alias.id'))).toEqual(['stg_one'])
  expect(
    read((db) => db.selectFrom(one.as('a')).innerJoin(two.as('b'), 'a.id', 'b.id').select('a.id')),
  ).toEqual(both)
  expect(
    read((db) =>
      db
        .selectFrom(one.as('a'))
        .select('a.id')
        .where('a.id', 'in', db.selectFrom(two.as('b')).select('b.id')),
    ),
  ).toEqual(both)
  expect(
    read((db) =>
      unionByName(
        db.selectFrom(one.as('a')).select('a.id'),
        db.selectFrom(two.as('b')).select('b.id'),
      ),
    ),
  ).toEqual(both)
  expect(read((db) => db.selectFrom(one.as('a')).selectAll('a'))).toEqual(['stg_one'])
})

test('what a `with` names is no table', () => {
  expect(
    read((db) =>
      db
        .with('recent', (inner) => inner.selectFrom(one.as('a')).select('a.id'))
        .selectFrom('recent')
        .innerJoin(two.as('b'), 'b.id', 'recent.id')
        .select('recent.id'),
    ),
  ).toEqual(['stg_one', 'stg_two'])
})

test('a table in raw SQL is read too, if it is given and not written', () => {
  expect(read(() => sql`(select id from ${one.as('a')})`)).toEqual(['stg_one'])
})

test('a table depends on what its promises are about, and not on itself', () => {
  const audits: Audit[] = [
    {
      name: 'no id is in the other table',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(sql<{ id: string }>`${sql.table('fct_reader')}`.as('self'))
          .innerJoin(two.as('b'), 'b.id', 'self.id')
          .select('self.id'),
    },
  ]
  const reader = tableOf('fct_reader', constants, {
    relations: [{ column: 'id', to: one }],
    audits,
  })
  expect(upstreamOf(reader)).toEqual([])
  expect(dependenciesOf(reader)).toEqual(['stg_one', 'stg_two'])
})

test('tables come after all that they depend on', () => {
  const reader = tableOf('fct_reader', constants, { relations: [{ column: 'id', to: one }] })
  expect(inOrder([reader, two, one]).map(({ name }) => name)).toEqual([
    'stg_one',
    'fct_reader',
    'stg_two',
  ])
})

test('a table that is read and not listed is named', () => {
  const reader = tableOf('fct_reader', constants, { relations: [{ column: 'id', to: one }] })
  expect(() => inOrder([reader])).toThrow(
    'fct_reader reads stg_one, which transforms/index.ts does not list.',
  )
})

test('tables that read each other are named in their circle', () => {
  const named = (name: string) => sql<{ id: string }>`(select id from ${sql.table(name)})`
  const circle = [tableOf('a', () => named('b')), tableOf('b', () => named('a'))]
  expect(() => inOrder(circle)).toThrow('These tables read each other: a → b → a.')
})
