/** Files of one shape that are read by one query: planning it costs more than a small file. */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { AnyTable } from '../../table.ts'
import { identifier } from '../open.ts'
import { bookkeeping } from './bookkeeping.ts'
import { fileQuery } from './file_query.ts'
import { isDirect } from './raw_source.ts'
import { type Counted, countedOf, ofRows } from './refused_rows.ts'
import { isCounting, usualReading } from './row_reading.ts'
import type { SurveyedFile } from './survey.ts'

/** The files of one table, those together that are read by one query. */
export function batchesOf(table: AnyTable, files: readonly SurveyedFile[]): SurveyedFile[][] {
  const isAlone = ({ content, source }: SurveyedFile) =>
    content.records > 10_000 || !isDirect(source) || isCounting(table)
  const alone = files.filter(isAlone).map((file) => [file])
  const together = Map.groupBy(
    files.filter((file) => !isAlone(file)),
    ({ shape }) => JSON.stringify(shape),
  )
  const batches = [...together.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / 50) }, (_, index) =>
      group.slice(index * 50, (index + 1) * 50),
    ),
  )
  return [...alone, ...batches]
}

/**
 * Reads files into the temporary table `batch`, and counts the rows of each, by its path; undefined
 * where a row has the wrong form.
 */
export async function readTogether(
  connection: DuckDBConnection,
  table: AnyTable,
  files: readonly SurveyedFile[],
): Promise<ReadonlyMap<string, Counted> | undefined> {
  const [{ shape }] = files as [SurveyedFile]
  const paths = files.map(({ path }) => path)
  const query = fileQuery(table, { paths, shape, rejects: 'fail' }, usualReading(table, shape))
  try {
    await connection.run(`create or replace temp table batch as ${query}`)
  } catch {
    // Which file it is shows when each is read by itself.
    return undefined
  }
  const counts = await countBatch(connection)
  return new Map(paths.map((path) => [path, counts.get(path) ?? noRows]))
}

const noRows: Counted = { rows: 0, refused: 0, isOdd: false }

/** Counts the rows of each file in `batch`, none of which is left out, by its path. */
async function countBatch(connection: DuckDBConnection): Promise<ReadonlyMap<string, Counted>> {
  const file = identifier(bookkeeping.file)
  const result = await connection.runAndReadAll(
    `select ${file} as path, cast(count(*) as double) as rows, ${ofRows} from batch group by ${file}`,
  )
  return new Map(
    result.getRowObjectsJS().map((found) => [found['path'] as string, countedOf(found)]),
  )
}
