/** How tests are run while mutants of formulas are tried: one file at a time, by our own runner. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export default defineConfig({
  test: {
    root: path('../../..'),
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    bail: 1,
    // The first question waits until the model is compiled with all twins.
    testTimeout: 180_000,
    hookTimeout: 600_000,
    runner: path('runner.ts'),
    setupFiles: [path('../../setup.ts'), path('questions.ts')],
  },
})
