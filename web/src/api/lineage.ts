/** What a KPI is made of, as the server reads it from the queries of the tables. */
import { request } from './transport.ts'

export interface LineageTable {
  readonly name: string
  /** `stripe/invoices`, of a table that is loaded from files. */
  readonly export?: string
  /** Those that go into the KPI; none where the table only decides which rows there are. */
  readonly columns: readonly string[]
  /** The files of an export. */
  readonly files?: readonly string[]
}

export interface LineageStep {
  readonly layer: string
  readonly tables: readonly LineageTable[]
}

const known = new Map<string, Promise<readonly LineageStep[]>>()

/** The steps from the exports to the mart of `view.measure`. The same question is asked once a build. */
export function lineage(name: string, build: string): Promise<readonly LineageStep[]> {
  const key = `${build} ${name}`
  const answer = known.get(key) ?? ask(name)
  known.set(key, answer)
  answer.catch(() => known.delete(key))
  return answer
}

async function ask(name: string): Promise<readonly LineageStep[]> {
  const response = await request(`/lineage?name=${encodeURIComponent(name)}`)
  return ((await response.json()) as { steps: LineageStep[] }).steps
}
