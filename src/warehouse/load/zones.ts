/** Instants by the wall clock of a time zone. */

/**
 * The instant at which the clocks of a zone show what `written` shows in UTC. Of an hour that comes
 * twice it is the second, and of one that is left out the hour after it, as DuckDB has it.
 */
export function instantIn(timeZone: string, written: Date): Date {
  if (timeZone === 'UTC') return written
  const wall = written.getTime()
  // No zone changes its clocks twice in two days, so one of these offsets is the one in force.
  const before = offsetAt(timeZone, wall - 86_400_000)
  const after = offsetAt(timeZone, wall + 86_400_000)
  const [late, early] = [wall - after, wall - before].sort((one, other) => other - one) as [
    number,
    number,
  ]
  const shows = (at: number) => at + offsetAt(timeZone, at) === wall
  return new Date(shows(late) ? late : shows(early) ? early : wall - before)
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(timeZone: string, at: number): number {
  const second = Math.floor(at / 1000) * 1000
  const parts = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(second)
      .map(({ type, value }) => [type, value]),
  )
  const { year, month, day, hour, minute, second: seconds } = parts
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${seconds}Z`) - second
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  clocks.set(timeZone, clock)
  return clock
}
