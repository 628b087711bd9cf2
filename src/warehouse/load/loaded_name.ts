/** The names of loaded files: each stands for all that its rows say, so that it never changes. */
import { join, posix } from 'node:path'
import { type Erasures, nameAfterErasures } from '../../erasure/erasures.ts'
import type { AnyTable } from '../../table.ts'
import { hashOf } from '../diskio.ts'
import { loadsFolder, type StoredPart } from '../stored.ts'
import { rowContractHash, tableContractHash } from './contract_hash.ts'
import type { Part } from './parts.ts'
import { contractOf } from './shape.ts'
import type { SurveyedFile } from './survey.ts'

/** The file of the rows of a surveyed one, relative to the warehouse folder. */
export function loadedFile(
  table: AnyTable,
  { content, shape, manifest }: Pick<SurveyedFile, 'content' | 'shape' | 'manifest'>,
  erasures: Erasures | undefined,
): string {
  // Who is erased is told by ids, and these are of an instance.
  const scope = contractOf(table).person && manifest.instance !== '' ? [manifest.instance] : []
  const name = `${hashOf(content.hash, rowContractHash(table), shape, ...scope)}.parquet`
  return join(loadsFolder, table.name, nameAfterErasures(name, erasures))
}

/** A hash of all that decides the rows of a raw table: contract, paths, and what the files say. */
export const exportFingerprint = (
  table: AnyTable,
  parts: readonly Pick<Part | StoredPart, 'file' | 'loaded' | 'instance' | 'isFull'>[],
): string =>
  hashOf(
    tableContractHash(table),
    parts.map(({ file, loaded, instance, isFull }) => [
      file,
      posix.basename(loaded),
      instance,
      isFull,
    ]),
  )
