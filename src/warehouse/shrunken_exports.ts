/**
 * Full exports that lack much of what the one before them had: rather a truncated file than a
 * business that lost its customers.
 *
 * The one before is the earlier one of the same instance in the folder, else that of the published
 * build, if it was made from the same folder. The comparison refuses, and decides nothing else.
 */
import { join } from 'node:path'
import { Findings } from '../errors.ts'
import { isAutomatic } from '../export.ts'
import type { AnyTable } from '../table.ts'
import { type FullExport, fullExportsOf, latestFullExports } from './load/gone.ts'
import { contractOf } from './load/shape.ts'
import { identifier } from './quoting.ts'
import type { Situation, Version, Versions } from './resolve.ts'
import { readStored } from './stored.ts'
import { fileList } from './view.ts'

interface Options {
  readonly situation: Situation
  /** The versions of the build, whose exports are loaded. */
  readonly versions: Versions
  readonly maxGoneShare: number
}

/** @throws Findings that names each full export that lacks too much */
export async function refuseShrunken(options: Options): Promise<void> {
  const { situation, versions, maxGoneShare } = options
  const pairs = [...versions.values()].flatMap((version) => pairsOf(situation, version))
  if (pairs.length === 0) return
  const { warehouse } = situation
  const findings: string[] = []
  const { withConnection } = await import('./load/workbench.ts')
  await withConnection(warehouse, async (connection) => {
    for (const { table, is, was } of pairs) {
      const keys = keysOf(table)
      const of = ({ parts }: FullExport) =>
        `(select distinct ${keys.join(', ')}
          from read_parquet(${fileList(parts.map(({ loaded }) => join(warehouse, loaded)))})
          where ${keys.map((key) => `${key} is not null`).join(' and ')})`
      const result = await connection.runAndReadAll(`
        select cast(count(*) as double) as had,
          cast(count(*) filter (where not exists (
            from ${of(is)} as still where ${keys.map((key) => `still.${key} = had.${key}`).join(' and ')}
          )) as double) as gone
        from ${of(was)} as had`)
      const { had, gone } = result.getRowObjectsJS()[0] as { had: number; gone: number }
      if (gone > maxGoneShare * had)
        findings.push(
          `${namesOf(is)} lacks ${gone} of the ${had} ${contractOf(table).object} that ${namesOf(was)} had, more than ${maxGoneShare * 100} %: export it again, or raise maxGoneShare in revops.config.ts if they are gone indeed.`,
        )
    }
  })
  if (findings.length > 0) throw new Findings('Full exports are not complete:', findings)
}

interface Pair {
  readonly table: AnyTable
  readonly is: FullExport
  readonly was: FullExport
}

/** The latest full exports of a raw table that is not the published one, each with the one before. */
function pairsOf(
  situation: Situation,
  { table, fingerprint, ingredients, stored }: Version,
): Pair[] {
  const { warehouse, history } = situation
  const before = history?.tables[table.name]?.fingerprint
  if (!stored?.parts || before === fingerprint || contractOf(table).keep === 'snapshots') return []
  const known = before === undefined ? undefined : readStored(warehouse, table.name, before)
  // Under another contract its rows were loaded in another form.
  const isComparable = known?.ingredients.declaration === ingredients.declaration
  const published = isComparable ? latestFullExports(known?.parts ?? []) : []
  const all = fullExportsOf(stored.parts)
  return latestFullExports(stored.parts).flatMap((is) => {
    const isOfInstance = ({ instance }: FullExport) => instance === is.instance
    const [, earlier] = all.filter(isOfInstance)
    const was = earlier ?? published.find(isOfInstance)
    return was ? [{ table, is, was }] : []
  })
}

/** The columns of an export's key, as the loaded files have them. */
const keysOf = (table: AnyTable) =>
  table.grain.filter((name) => !isAutomatic(contractOf(table), name)).map(identifier)

const namesOf = ({ parts }: FullExport) => parts.map(({ file }) => file).join(', ')
