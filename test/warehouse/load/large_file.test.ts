/** Large files, of which DuckDB 1.5.5 loses rows when several threads collect its rejects. */
import { expect, test } from 'vitest'
import { text } from '../../../src/columns.ts'
import { defineExport } from '../../../src/export.ts'
import { loadExport } from '../../../src/warehouse/load/index.ts'
import { ExportsFolder } from './folder.ts'

const contract = defineExport({
  name: 'raw_crm__notes',
  description: 'Notes.',
  system: 'crm',
  object: 'notes',
  grain: ['id'],
  maxRefused: 0.1,
  columns: { id: text('The id.'), note: text('As typed.'), author: text('Who wrote it.') },
})

// Sixty megabytes: only in long runs.
test.runIf(process.env['REVOPS_PROPERTY_RUNS'])(
  'a row of the wrong form takes no other row of a large file with it',
  async () => {
    const folder = new ExportsFolder()
    const rows = (count: number, from: number) =>
      Array.from({ length: count }, (_, index) => `${from + index},2222,33333333333333\n`).join('')
    folder.write(
      'crm/notes.csv',
      `id,note,author\n${rows(2_000_000, 1_000_000)}4,5\n${rows(70_000, 3_000_000)}`,
    )
    const { exports } = await folder.survey(contract)
    const { warehouse } = folder
    const surveyed = exports[0]!
    expect(await loadExport({ warehouse, surveyed, stem: 'tables/notes' })).toMatchObject({
      rows: 2_070_000,
      files: [{ read: 2_070_001, accepted: 2_070_000, quarantined: 1 }],
    })
  },
  120_000,
)
