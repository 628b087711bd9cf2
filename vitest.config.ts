/**
 * Tests run on real DuckDB, real Cube and real sockets: few at once, with room to finish. Most files
 * share a process with others, so that the model and what they import are read once, not per file.
 */
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What changes the environment or globals of its process, or must not find them changed. */
const alone = [
  'test/cli/warehouse.test.ts',
  'test/generic/**/*.test.ts',
  'test/kpis/unit_economics.test.ts',
  'test/sample/determinism.time.test.ts',
  'test/semantic/semantic_time.test.ts',
  'test/transforms/marts/mart_attribution.test.ts',
  'test/web/**/*.test.ts',
]

/** What takes longest, whatever its size, by which files are sorted where none was timed before. */
const longest = [
  'test/cli/warehouse.test.ts',
  'test/web/browser/dashboards.test.ts',
  'test/gateway/property.test.ts',
  'test/proof/sample.test.ts',
  'test/erasure/forget.test.ts',
  'test/warehouse/load/all_contracts.test.ts',
]

/** Starts the longest files of each project first, so that none runs alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) =>
      longest.some((path) => moduleId.endsWith(path))
    const projects = [...new Set(sorted.map(({ project }) => project))]
    return projects.flatMap((project) => {
      const own = sorted.filter((file) => file.project === project)
      return [...own.filter(isLong), ...own.filter((file) => !isLong(file))]
    })
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    // One more than the cores of the smallest machine: tests of the command wait for processes of their own.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    setupFiles: ['test/setup.ts'],
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      {
        extends: true,
        test: {
          name: 'together',
          // Not by `exclude`, which would take the place of the one of the command line.
          include: ['test/**/*.test.ts', ...alone.map((path) => `!${path}`)],
          isolate: false,
        },
      },
    ],
  },
})
