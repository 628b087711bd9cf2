/** Errors that are part of the interface: a sentence for the user, without a stack. */

/** A user's mistake, or a state of the world that a user has to mend: one sentence, exit 1. */
export class UserError extends Error {
  override readonly name: string = 'UserError'
}

/** Several findings of one kind, reported at once, one a line. */
export class Findings extends UserError {
  override readonly name: string = 'Findings'
  readonly findings: readonly string[]

  constructor(summary: string, findings: readonly string[]) {
    super(findings.length === 1 ? `${summary} ${findings[0]}` : [summary, ...findings].join('\n  '))
    this.findings = findings
  }
}
