/** Waits until someone wants the process to end. */

/** Resolves with the first SIGINT or SIGTERM. A second one ends the process at once. */
export function askedToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const first = (signal: NodeJS.Signals) => {
      process.off('SIGINT', first).off('SIGTERM', first)
      resolve(signal)
    }
    process.on('SIGINT', first).on('SIGTERM', first)
  })
}
