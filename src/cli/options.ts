/** Options that several commands take, and the values that they accept. */
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'

/** A path that someone wrote: relative to where they stand, unlike those of the settings. */
export const path = (written: string) => resolve(written)

export const withWarehouse = (command: Command) =>
  command.option('--warehouse <dir>', 'the folder of tables, builds and runs', path)

export const withExports = (command: Command) =>
  command.option('--exports <dir>', 'the folder of the raw exports', path)

export const withJson = (command: Command) =>
  command.option('--json', 'print one JSON object on stdout and nothing else there')

/** Adds an example to a command's help. */
export const withExample = (command: Command, ...lines: readonly string[]) =>
  command.addHelpText(
    'after',
    `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.map((line) => `  $ revops ${line}`).join('\n')}`,
  )

/** A calendar day: 2025-12-31. */
export function day(written: string): string {
  const valid =
    /^\d{4}-\d{2}-\d{2}$/.test(written) &&
    new Date(`${written}T00:00:00Z`).toJSON()?.startsWith(written)
  if (!valid) throw new InvalidArgumentError('Write a day as 2025-12-31.')
  return written
}

/** A day or an instant, in UTC where no zone is written: 2025-12-31, 2025-12-31T18:00:00Z. */
export function moment(written: string): string {
  day(written.slice(0, 10))
  if (!/^.{10}([T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/.test(written))
    throw new InvalidArgumentError('Write a day as 2025-12-31, or an instant as 2025-12-31T18:00Z.')
  return written
}

/** A port from 0 (any that is free) to 65535. */
export function port(written: string): number {
  const number = wholeNumber(written)
  if (number > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return number
}

export function wholeNumber(written: string): number {
  if (!/^\d{1,15}$/.test(written)) throw new InvalidArgumentError('Write a whole number.')
  return Number(written)
}

export function positiveNumber(written: string): number {
  const number = notNegative(written)
  if (number === 0) throw new InvalidArgumentError('Write a number above 0.')
  return number
}

export function notNegative(written: string): number {
  if (!/^\d+(\.\d+)?$/.test(written))
    throw new InvalidArgumentError('Write a number from 0 up, such as 0.5.')
  return Number(written)
}

const secondsBy = { s: 1, m: 60, h: 3600, d: 86_400 }

/** A span of time in seconds: 30m, 1h, 7d. */
export function duration(written: string): number {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(written) ?? []
  if (!unit || Number(amount) === 0)
    throw new InvalidArgumentError('Write a span of time such as 30m, 1h or 7d.')
  return Number(amount) * secondsBy[unit as keyof typeof secondsBy]
}

/** Gathers an option that may be given several times. */
export const gathered = (written: string, before: readonly string[] = []) => [...before, written]
