/**
 * Vitest's runner for mutants of formulas: after a test has passed, it is run again in the place of
 * each mutant that nothing has noticed so far, if the test asks for what the mutant changes.
 */

import type { RunnerTestCase } from 'vitest'
import { TestRunner } from 'vitest'
import { trial, writeKilled } from './trial.ts'

export default class MutationRunner extends TestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test)
    const trying = trial()
    trying.asked.clear()
    await run()
    const asked = new Set(trying.asked)
    for (const mutant of trying.alive) {
      if (!Object.keys(mutant.names).some((name) => asked.has(name))) continue
      trying.mutant = mutant
      try {
        await run()
      } catch (error) {
        trying.alive = trying.alive.filter((other) => other !== mutant)
        const by = `${test.file.name}: ${test.fullTestName ?? test.name}`
        writeKilled(trying.folder, { id: mutant.id, by, message: messageOf(error) })
      } finally {
        trying.mutant = undefined
      }
    }
  }
}

const messageOf = (error: unknown) => `${(error as Error)?.message ?? error}`.split('\n')[0]!
