/**
 * Tests run on real DuckDB, real Cube and real sockets: few at once, with room to finish. Most files
 * share a process with others, so that the model and what they import are read once, not per file.
 */
import { defineConfig } from 'vitest/config'

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

export default defineConfig({
  test: {
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
