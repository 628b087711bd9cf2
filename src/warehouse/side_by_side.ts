/** Work on things that depend on each other: each after what it needs, a few at once. */

export interface Step {
  readonly name: string
  /** The names of the steps that have to be done before; those that are no steps are done. */
  readonly after: readonly string[]
  readonly run: () => Promise<void>
}

/**
 * Runs all steps. One that fails takes with it those that need it; the others still run, so that
 * all failures come to light at once.
 *
 * @returns what went wrong, in the order of the steps.
 */
export async function runSideBySide(steps: readonly Step[], atOnce: number): Promise<unknown[]> {
  const waiting = new Map(steps.map((step) => [step.name, step]))
  const failed = new Map<string, unknown>()
  const running = new Map<string, Promise<void>>()
  const isOpen = (name: string) => waiting.has(name) || running.has(name) || failed.has(name)

  const start = ({ name, run }: Step) => {
    waiting.delete(name)
    const work = run()
      .catch((error: unknown) => void failed.set(name, error))
      .finally(() => running.delete(name))
    running.set(name, work)
  }
  for (;;) {
    for (const step of waiting.values())
      if (running.size < atOnce && !step.after.some(isOpen)) start(step)
    if (running.size === 0) break
    await Promise.race(running.values())
  }
  return steps.flatMap(({ name }) => (failed.has(name) ? [failed.get(name)] : []))
}
