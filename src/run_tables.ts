/**
 * Tables that the run itself fills: what transforms read in the place of a clock, what became of the
 * rows of the exports, and what the audits found.
 */
import { day, flag, integer, text, timestamp } from './columns.ts'
import { type AnyTable, table } from './table.ts'

export const dataAsOf = table(
  {
    name: 'data_as_of',
    description: 'One row: the instant up to which the exports tell of the business.',
    grain: ['as_of'],
    columns: {
      as_of: timestamp('What --as-of said, else the latest instant that the exports observed.'),
    },
  },
  { run: 'data_as_of' },
)

export const loadAccounts = table(
  {
    name: 'load_accounts',
    description:
      'The export files of the build and what became of their rows, one row a file: every row that was read is accepted, quarantined or superseded.',
    grain: ['file_name'],
    columns: {
      file_name: text('Relative to the exports folder.'),
      source_system: text('The system that wrote the file.'),
      source_instance: text('The portal or organisation; empty for the only one.'),
      source_object: text('What its rows are: deals.'),
      table_name: text('The raw table that holds its accepted rows.'),
      content_hash: text('The hash of the bytes that were loaded.'),
      exported_date: day('The date in its name; null where it has none.').nullable(),
      is_full: flag('Whether it holds all that there was: what it lacks is gone.'),
      first_observed_at: timestamp(
        'The first instant that its accepted rows tell of; null where they tell of none.',
      ).nullable(),
      last_observed_at: timestamp(
        'The latest instant that its accepted rows tell of; null where they tell of none.',
      ).nullable(),
      read_count: integer('The rows that were read.'),
      accepted_count: integer('The rows that the raw table holds.'),
      quarantined_count: integer('The rows that are refused and that no newer file repaired.'),
      superseded_count: integer('The rows that gave way to a newer or an equal one of their key.'),
    },
  },
  { run: 'load_accounts' },
)

export const quarantinedRows = table(
  {
    name: 'quarantined_rows',
    description:
      'The rows of export files that are refused and that no newer file repaired, one row a reason.',
    grain: ['file_name', 'row_number', 'finding_number'],
    columns: {
      file_name: text('Relative to the exports folder.'),
      row_number: integer('The how manieth refused row of the file it is.'),
      finding_number: integer('The how manieth reason it is for the row.'),
      source_system: text('The system that wrote the file.'),
      source_instance: text('The portal or organisation; empty for the only one.'),
      source_object: text('What its rows are: deals.'),
      table_name: text('The raw table that would hold the row.'),
      record_number: integer(
        'The place of the row among the records of the file; null where quotes make it uncertain.',
      ).nullable(),
      line_number: integer(
        'The line that the row starts on; null where fields span lines uncertainly.',
      ).nullable(),
      column_name: text(
        'The header of the cell; null where the row as a whole is wrong.',
      ).nullable(),
      found_value: text('What stands there; null where it is empty.').nullable(),
      broken_rule: text('What it should be and is not.'),
      row_text: text('The row as far as it could be read.').nullable(),
    },
  },
  { run: 'quarantined_rows' },
)

/** All of them. A build has `data_as_of` in any case, and the others where they are listed. */
export const runTables = [dataAsOf, loadAccounts, quarantinedRows] as const

/**
 * Declares a table of what the audits found of other tables, whenever these were made. It says
 * nothing that their fingerprints do not decide, so that equal exports still give equal builds.
 */
export const auditResultsOf = (name: string, audited: readonly AnyTable[]) =>
  table(
    {
      name,
      description:
        'What the audits found of each table before the marts, a row a promise; an export without files promises nothing.',
      grain: ['table_name', 'promise'],
      columns: {
        table_name: text('The table that promises.'),
        promise: text('What it promises of its rows, as a clause.'),
        is_warning: flag(
          'Whether a broken one is published with a warning; else it stops the build.',
        ),
        row_count: integer('The rows of the table.'),
        broken_count: integer('The rows that break it.'),
      },
    },
    { audited },
  )
