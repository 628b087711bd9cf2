/** The rules of what becomes of rows, in plain TypeScript: what the loader's SQL is held to. */

export interface ModelRow {
  readonly key: string
  /** Not a number: the row is refused. */
  readonly amount: string
  /** A day, or nothing. */
  readonly version: string
}

export interface ModelFile {
  readonly file: string
  readonly instance: string
  readonly date: string | null
  readonly isFull: boolean
  readonly rows: readonly ModelRow[]
}

/** A row that stands: instance, key, amount, version, when it is a version of, whether it is gone. */
export type Standing = readonly [string, string, string, string | null, string, boolean]
/** Read, accepted, quarantined, superseded. */
export type Account = readonly [number, number, number, number]

type Fate = 'stands' | 'superseded' | 'tied' | 'repaired' | 'refused'
interface Row extends ModelRow {
  readonly file: ModelFile
  readonly order: number
  fate: Fate
}

const isRefused = ({ key, amount }: ModelRow) => key === '' || Number.isNaN(Number(amount))
const versionAt = ({ version, file }: Row) => version || (file.date ?? '1970-01-01')
const content = ({ key, amount, version }: ModelRow) => `${key} ${Number(amount)} ${version}`

/** Of two rows, which is newer: positive where the first is. Nothing known is the oldest. */
const newer = (one: Row, other: Row): number => {
  const texts = (row: Row) => `${row.version || '0'} ${row.file.date ?? '0'}`
  return texts(one) < texts(other) ? -1 : texts(one) > texts(other) ? 1 : 0
}

/** The table and the accounts that files make, in the order of their paths. */
export function modelOf(
  files: readonly ModelFile[],
  keepsVersions: boolean,
): { table: Standing[]; accounts: Account[] } {
  const rows = files.flatMap((file, part) =>
    file.rows.map(
      (row, place): Row => ({
        ...row,
        file,
        order: part * 1000 + place,
        fate: isRefused(row) ? 'refused' : 'stands',
      }),
    ),
  )
  const keyOf = (row: Row) => `${row.file.instance} ${row.key}`
  for (const ofKey of Map.groupBy(rows, keyOf).values()) {
    const accepted = ofKey.filter(({ fate }) => fate !== 'refused')
    for (const rivals of Map.groupBy(accepted, (row) =>
      keepsVersions ? versionAt(row) : '',
    ).values())
      settle(rivals)
    if (keepsVersions) collapse(accepted)
    for (const row of ofKey)
      if (row.fate === 'refused' && row.key !== '' && accepted.some((other) => repairs(other, row)))
        row.fate = 'repaired'
  }
  const gone = goneOf(files, rows)
  const table = rows
    .filter(({ fate }) => fate === 'stands')
    .map(
      (row): Standing => [
        row.file.instance,
        row.key,
        Number(row.amount).toFixed(2),
        row.version || null,
        versionAt(row),
        gone.has(keyOf(row)),
      ],
    )
  const accounts = files.map((file): Account => {
    const count = (...fates: Fate[]) =>
      rows.filter((row) => row.file === file && fates.includes(row.fate)).length
    return [
      file.rows.length,
      count('stands'),
      count('tied', 'refused'),
      count('superseded', 'repaired'),
    ]
  })
  return { table, accounts }
}

/** Of rivals the newest stands; where the newest differ, none of them, but the next older one. */
function settle(rivals: readonly Row[]): void {
  const left = rivals.toSorted((one, other) => newer(other, one) || one.order - other.order)
  let stands = false
  while (left.length > 0) {
    const equallyNew = left.filter((row) => newer(row, left[0]!) === 0)
    left.splice(0, equallyNew.length)
    const isOne = new Set(equallyNew.map(content)).size === 1
    equallyNew.forEach((row, turn) => {
      row.fate = stands || (isOne && turn > 0) ? 'superseded' : isOne ? 'stands' : 'tied'
    })
    stands ||= isOne
  }
}

/** A version that says what the one before it said is none. */
function collapse(rows: readonly Row[]): void {
  const standing = rows
    .filter(({ fate }) => fate === 'stands')
    .toSorted((one, other) => (versionAt(one) < versionAt(other) ? -1 : 1))
  standing.forEach((row, index) => {
    const before = standing[index - 1]
    if (before && content(before) === content(row)) row.fate = 'superseded'
  })
}

function repairs(other: Row, refused: Row): boolean {
  if (other.fate === 'tied') return false
  if (other.version && refused.version && other.version !== refused.version)
    return other.version > refused.version
  return (other.file.date ?? '') > (refused.file.date ?? '')
}

/** The keys that the latest full export of their instance lacks, and no row as new has. */
function goneOf(files: readonly ModelFile[], rows: readonly Row[]): Set<string> {
  const gone = new Set<string>()
  for (const instance of new Set(files.map((file) => file.instance))) {
    const full = files.filter((file) => file.isFull && file.instance === instance)
    if (full.length === 0) continue
    const latest = full
      .map(({ date }) => date ?? '')
      .sort()
      .at(-1)!
    const of = rows.filter(({ file }) => file.instance === instance)
    const present = new Set(
      of
        .filter(({ file, version }) => (file.date ?? '') >= latest || (latest && version > latest))
        .map(({ key }) => key),
    )
    for (const { key } of of) if (!present.has(key)) gone.add(`${instance} ${key}`)
  }
  return gone
}
