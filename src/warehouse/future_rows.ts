/** Rows that say they are of a day to come. */
import { Findings } from '../errors.ts'
import type { Made } from './make.ts'

const day = 86_400_000

/**
 * Refuses files that say what is observed was observed after today: the freshest row decides what
 * today is, so one slip of the keyboard would carry all balances years ahead.
 *
 * @param now in milliseconds; a day of grace is for clocks and time zones
 * @throws Findings that names each file
 */
export function refuseFuture(tables: readonly Made[], now: number) {
  const ahead = tables.flatMap(({ stored }) =>
    (stored.parts ?? []).filter(
      ({ observed_to }) => observed_to !== null && Date.parse(observed_to) > now + day,
    ),
  )
  if (ahead.length > 0)
    throw new Findings(
      'The exports are ahead of today; mend them, or say with --as-of which day is today:',
      ahead.map(
        ({ file, observed_to }) =>
          `${file} has a row that was created or changed on ${observed_to!.slice(0, 10)}, which is still to come.`,
      ),
    )
}
