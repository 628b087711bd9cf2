/** Builds the tables of single systems from an exports folder that a test writes. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { dependenciesOf } from '../../src/lineage.ts'
import type { AnyTable } from '../../src/table.ts'
import { type BuildReport, build } from '../../src/warehouse/index.ts'
import { readManifest } from '../../src/warehouse/manifest.ts'
import { connectReader, openBuild } from '../../src/warehouse/open.ts'
import { tables } from '../../transforms/index.ts'

/** A folder with an exports folder and a warehouse, which is gone after the test. */
export class Adapter {
  readonly #root = mkdtempSync(join(tmpdir(), 'revops-adapter-'))
  readonly #systems: readonly string[]
  readonly exports = join(this.#root, 'exports')

  /** @param systems those whose contracts and staging are built */
  constructor(...systems: readonly string[]) {
    this.#systems = systems
    mkdirSync(join(this.#root, 'model'))
    writeFileSync(join(this.#root, 'model', 'none.yml'), 'cubes: []\n')
    onTestFinished(() => rmSync(this.#root, { recursive: true, force: true }))
  }

  write(file: string, content: string | Uint8Array): void {
    const path = join(this.exports, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }

  build(): Promise<BuildReport> {
    return build({
      exports: this.exports,
      warehouse: join(this.#root, 'warehouse'),
      model: join(this.#root, 'model'),
      tables: tablesOf(this.#systems),
      asOf: '2026-12-31',
      retainedBuilds: 1,
    })
  }

  /** The rows of a query over the last build, as JSON has them. */
  async rows({ build: id }: BuildReport, query: string): Promise<Record<string, unknown>[]> {
    const warehouse = join(this.#root, 'warehouse')
    const instance = await openBuild(warehouse, readManifest(warehouse, id).tables)
    const connection = await connectReader(instance)
    try {
      return (await connection.runAndReadAll(query)).getRowObjectsJson()
    } finally {
      connection.closeSync()
      instance.closeSync()
    }
  }
}

/** The contracts and the staging of systems, in the order in which the data flows. */
function tablesOf(systems: readonly string[]): readonly AnyTable[] {
  const isOfSystems = ({ name }: AnyTable) =>
    systems.some(
      (system) => name.startsWith(`raw_${system}__`) || name.startsWith(`stg_${system}__`),
    )
  const needed = new Set(tables.filter(isOfSystems).map(({ name }) => name))
  for (const table of tables.filter(isOfSystems))
    for (const name of dependenciesOf(table)) needed.add(name)
  return tables.filter(({ name }) => needed.has(name))
}
