/** Contracts of a small company whose rows change, for tests of what becomes of them. */
import { localMoney, text, timestamp } from '../../src/columns.ts'
import { defineExport, from } from '../../src/export.ts'
import { loadAccounts, quarantinedRows } from '../../src/run_tables.ts'
import { defineTable } from '../../src/table.ts'

const columns = {
  deal_id: from(text('Its id.'), 'Deal ID'),
  amount: from(localMoney('What it is worth.'), 'Amount'),
  changed_at: from(timestamp('When it was changed last.').nullable(), 'Changed'),
}

/** Deals, of which the newest row stands. */
export const deals = defineExport({
  name: 'raw_crm__deals',
  description: 'Deals.',
  system: 'crm',
  object: 'deals',
  grain: ['deal_id'],
  version: 'changed_at',
  observed: ['changed_at'],
  maxRefused: 0.5,
  columns,
})

/** The same, of which all versions stay. */
export const versions = defineExport({
  name: 'raw_crm__deals',
  description: 'Deals.',
  system: 'crm',
  object: 'deals',
  grain: ['deal_id'],
  version: 'changed_at',
  observed: ['changed_at'],
  keep: 'versions',
  maxRefused: 0.5,
  columns,
})

/** Products, which say no version: their files do. */
export const products = defineExport({
  name: 'raw_crm__products',
  description: 'Products.',
  system: 'crm',
  object: 'products',
  grain: ['product_id'],
  keep: 'versions',
  maxRefused: 0.5,
  columns: { product_id: text('Its id.'), name: text('Its name.') },
})

/** Teams, of which every file holds all. */
export const teams = defineExport({
  name: 'raw_crm__teams',
  description: 'Teams.',
  system: 'crm',
  object: 'teams',
  grain: ['team_id'],
  full: true,
  maxRefused: 0.5,
  columns: { team_id: text('Its id.'), name: text('Its name.') },
})

/** What transforms read of the quarantine and the accounts. */
export const refusals = defineTable({
  name: 'fct_refusals',
  description: 'Refused rows.',
  grain: ['file_name', 'row_number', 'finding_number'],
  columns: {
    file_name: text('The file.'),
    row_number: quarantinedRows.columns.row_number,
    finding_number: quarantinedRows.columns.finding_number,
    line_number: quarantinedRows.columns.line_number,
    column_name: quarantinedRows.columns.column_name,
    found_value: quarantinedRows.columns.found_value,
    broken_rule: quarantinedRows.columns.broken_rule,
    read_count: loadAccounts.columns.read_count,
  },
  query: (db) =>
    db
      .selectFrom(quarantinedRows.as('refused'))
      .innerJoin(loadAccounts.as('account'), 'account.file_name', 'refused.file_name')
      .select([
        'refused.file_name',
        'refused.row_number',
        'refused.finding_number',
        'refused.line_number',
        'refused.column_name',
        'refused.found_value',
        'refused.broken_rule',
        'account.read_count',
      ]),
})

export const dealHeader = 'Deal ID,Amount,Changed\n'
