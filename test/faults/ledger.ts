/**
 * A ledger whose every row carries the number of its edition, and tables over it: whoever reads
 * two editions at once, or a part of one, has been given a build that is not whole.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { integer, text } from '../../src/columns.ts'
import { defineExport, from } from '../../src/export.ts'
import { type AnyTable, defineTable } from '../../src/table.ts'

/** The rows of an edition. */
export const entryCount = 5_000

const columns = {
  entry_id: from(text('Its id.'), 'Entry ID'),
  edition: from(integer('The edition that it belongs to.'), 'Edition'),
}

const exportOf = (object: string) =>
  defineExport({
    name: `raw_ledger__${object}`,
    description: 'Entries.',
    system: 'ledger',
    object,
    grain: ['entry_id'],
    columns: { ...columns, [object]: from(text('What tells the files apart.'), object) },
  })

const debits = exportOf('debits')
const credits = exportOf('credits')

const copyOf = (name: string, upstream: typeof debits) =>
  defineTable({
    name,
    description: 'The entries once more.',
    grain: ['entry_id'],
    relations: [{ column: 'entry_id', to: upstream, key: 'entry_id' }],
    columns: { entry_id: text('Its id.'), edition: integer('The edition.') },
    query: (db) => db.selectFrom(upstream.as('entry')).select(['entry.entry_id', 'entry.edition']),
  })

const fctDebits = copyOf('fct_debits', debits)
const fctCredits = copyOf('fct_credits', credits)

const balance = defineTable({
  name: 'mart_balance',
  description: 'Each pair of entries.',
  grain: ['entry_id'],
  columns: {
    entry_id: text('The id of both.'),
    debit_edition: integer('The edition of the one.'),
    credit_edition: integer('The edition of the other.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(fctDebits.as('debit'))
      .leftJoin(fctCredits.as('credit'), 'credit.entry_id', 'debit.entry_id')
      .select([
        'debit.entry_id',
        'debit.edition as debit_edition',
        'credit.edition as credit_edition',
      ]),
})

export const ledger: readonly AnyTable[] = [debits, credits, fctDebits, fctCredits, balance]

/** What a reader asks of each table: how many rows there are, and of which editions. */
export const question = [
  ...['raw_ledger__debits', 'raw_ledger__credits', 'fct_debits', 'fct_credits'].map(
    (name) =>
      `select '${name}', count(*)::integer, min(edition)::integer, max(edition)::integer from ${name}`,
  ),
  `select 'mart_balance', count(*)::integer, least(min(debit_edition), min(credit_edition))::integer,
     greatest(max(debit_edition), max(credit_edition))::integer from mart_balance`,
].join(' union all ')

/** Puts an edition of the exports in the place of the one before. */
export function writeEdition(exports: string, edition: number) {
  mkdirSync(join(exports, 'ledger'), { recursive: true })
  for (const object of ['debits', 'credits']) {
    const lines = Array.from({ length: entryCount }, (_, n) => `e${n},${edition},x`)
    const path = join(exports, 'ledger', `${object}.csv`)
    writeFileSync(`${path}.new`, `Entry ID,Edition,${object}\n${lines.join('\n')}\n`)
    renameSync(`${path}.new`, path)
  }
}
