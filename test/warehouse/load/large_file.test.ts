/** DuckDB 1.5.5 loses rows when several threads read a large file and collect its rejects. */
import { writeFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { text } from '../../../src/columns.ts'
import { defineExport } from '../../../src/export.ts'
import { fileQuery } from '../../../src/warehouse/load/file_query.ts'
import { ExportsFolder } from './folder.ts'

const contract = defineExport({
  name: 'raw_crm__notes',
  description: 'Notes.',
  system: 'crm',
  object: 'notes',
  grain: ['id'],
  columns: { id: text('The id.'), note: text('As typed.'), author: text('Who wrote it.') },
})

test('a row of the wrong form takes no other row of a large file with it', async () => {
  const folder = new ExportsFolder()
  const row = '1,2222222222,33333333333333\n'
  const path = folder.write('crm/notes.csv', 'id,note,author\n1,2,3\n')
  const { exports } = await folder.survey(contract)
  writeFileSync(path, `id,note,author\n${row.repeat(2_000_000)}4,5\n${row.repeat(70_000)}`)
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  try {
    const connection = await instance.connect()
    const { shape } = exports[0]!.files[0]!
    const query = fileQuery(contract, [path], shape, { collectsRejects: true })
    const result = await connection.runAndReadAll(`select count(id) as rows from (${query})`)
    expect(result.getRowObjectsJson()).toEqual([{ rows: '2070000' }])
  } finally {
    instance.closeSync()
  }
})
