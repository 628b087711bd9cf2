/** What a failure prints, and the code that the process leaves with. */
import { CommanderError } from 'commander'
import { UserError } from '../errors.ts'

/** A command that was called wrongly in a way that the parser cannot see: exit 2. */
export class UsageError extends UserError {
  override readonly name: string = 'UsageError'
}

const exitCodes = { done: 0, failed: 1, wrongUsage: 2 }

/** Says on stderr what went wrong, in a sentence, and gives the exit code. */
export function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.wrongUsage
  process.stderr.write(`${process.env['REVOPS_DEBUG'] ? withStack(error) : sentence(error)}\n`)
  return error instanceof UsageError ? exitCodes.wrongUsage : exitCodes.failed
}

function sentence(error: unknown): string {
  if (error instanceof UserError) return `revops: ${error.message}`
  const message = error instanceof Error ? error.message : String(error)
  const line = message.replaceAll(/\s*\n\s*/g, ' ').trim()
  return `revops: ${line}${/[.!?]$/.test(line) ? '' : '.'} This is not expected; REVOPS_DEBUG=1 shows where it comes from.`
}

function withStack(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.stack ?? error.message
  return error.cause === undefined ? own : `${own}\nCaused by: ${withStack(error.cause)}`
}
