/** JSON and Parquet as CSV, by DuckDB: their cells then go the same way as all others. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { UserError } from '../../errors.ts'
import { identifier, literal } from '../open.ts'
import { withoutWildcards } from './raw_rows.ts'
import type { RawSource } from './raw_source.ts'
import { withConnection } from './workbench.ts'

/**
 * Writes the rows of a JSON or Parquet file as CSV, with a header.
 *
 * @throws UserError where it is damaged, or has no rows with named columns
 */
export async function writeAsCsv(
  warehouse: string,
  { source, path, to }: { source: RawSource; path: string; to: string },
): Promise<void> {
  const { file, form } = source
  const what = form === 'json' ? 'JSON' : 'Parquet'
  await withConnection(warehouse, async (connection) => {
    try {
      const query = await (form === 'json' ? jsonRows : parquetRows)(connection, path)
      if (query === undefined)
        throw new UserError(
          `${file} has no rows with named columns: export it as a list of objects, or take it away.`,
        )
      await connection.run(`copy (${query}) to ${literal(to)} (format csv, header)`)
    } catch (cause) {
      if (cause instanceof UserError) throw cause
      const [said = ''] = String((cause as Error).message).split('\n')
      // The path is that of an unpacked copy, which is gone when the message is read.
      const reason = said.replace(/ (in|of) file ["'][^"']*["']/, '').trim()
      throw new UserError(`${file} cannot be read as ${what}: ${reason}`, { cause })
    }
  })
}

/** Every cell as text; what has parts, as JSON. */
async function parquetRows(connection: DuckDBConnection, path: string): Promise<string> {
  const from = `read_parquet(${literal(withoutWildcards(path))})`
  const described = await connection.runAndReadAll(`describe from ${from}`)
  const cells = described.getRowObjectsJS().map((column) => {
    const name = identifier(String(column['column_name']))
    const hasParts = /[[(]|^MAP|^STRUCT/.test(
      String(column['column_type']).replace(/^DECIMAL.*/, ''),
    )
    return `${hasParts ? `to_json(${name})` : `cast(${name} as varchar)`} as ${name}`
  })
  return `select ${cells.join(', ')} from ${from}`
}

/**
 * The keys of all objects are the columns, in the order in which they come. The types that DuckDB
 * would guess are not asked for: it takes 03/04/2024 for a day in April or March as it likes.
 */
async function jsonRows(connection: DuckDBConnection, path: string): Promise<string | undefined> {
  const options = `${literal(withoutWildcards(path))}, maximum_object_size = 134217728`
  const keys = await connection.runAndReadAll(`
    select name from (
      select entry.name as name, entry.place as place, record from (
        select record, unnest(list_transform(json_keys(json),
          lambda name, place: struct_pack(name := name, place := place))) as entry
        from (
          select json, row_number() over () as record
          from read_json_objects(${options}, format = 'auto') where json_type(json) = 'OBJECT')))
    group by name order by min(row(record, place)), name`)
  const names = keys.getRowObjectsJS().map(({ name }) => String(name))
  if (names.length === 0) return undefined
  const columns = names.map((name) => `${literal(name)}: 'VARCHAR'`)
  return `from read_json(${options}, format = 'auto', records = true, columns = {${columns.join(', ')}})`
}
