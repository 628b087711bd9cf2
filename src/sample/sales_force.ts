// Who sells and looks after customers in the unit that works in Salesforce.

import type { Rep, TeamKey } from './account.ts'
import { at, DAY, END, HOUR } from './calendar.ts'
import type { Random } from './random.ts'
import { freshName } from './reps.ts'
import { salesforceId } from './salesforce_id.ts'
import { OWN_DOMAIN, slug } from './words.ts'

/**
 * Role, first day, last day, teams by first day (changes fall on a day of export); the row of the
 * other unit's plan that is the same person.
 */
const PLAN: [Rep['role'], string, string | null, [TeamKey, string?][], number?][] = [
  ['vp', '2020-03-02', null, [['lead']], 0],
  ['vp', '2021-03-01', null, [['industry_dach']]],
  ['vp', '2021-06-01', null, [['industry_world']]],
  ['ae', '2020-09-01', null, [['industry_dach']]],
  ['ae', '2022-03-01', '2024-09-30', [['industry_dach']]],
  ['ae', '2024-02-01', null, [['industry_dach']]],
  ['ae', '2021-04-01', null, [['industry_world'], ['industry_dach', '2024-06-30']]],
  ['ae', '2023-06-01', null, [['industry_world']]],
  ['ae', '2020-10-01', null, [['industry_world']]],
  ['csm', '2020-02-01', null, [['industry_success']]],
  ['csm', '2024-02-05', null, [['industry_success']], 12],
  ['sdr', '2020-02-03', null, [['industry_development']]],
]

/** Some of them work in the other CRM too. */
export function hireSalesForce(
  random: Random,
  scale: number,
  taken: Set<string>,
  others: readonly Rep[],
): Rep[] {
  const reps: Rep[] = []
  for (let cell = 0; cell < Math.max(1, Math.round(scale)); cell++) {
    PLAN.forEach(([role, start, end, teams, twin], row) => {
      const stream = random.fork(`${cell}/${row}`)
      const sameAs = cell === 0 && twin !== undefined ? (others[twin] ?? null) : null
      const [firstName, lastName] =
        sameAs === null ? freshName(stream, taken) : [sameAs.firstName, sameAs.lastName]
      const startAt = at(start) + (cell === 0 ? 0 : stream.int(0, 40) * DAY) + 8 * HOUR
      reps.push({
        unit: 'salesforce',
        sameAs,
        id: salesforceId('005', 91_204 + (cell * PLAN.length + row) * 173),
        userId: '',
        firstName,
        lastName,
        email: sameAs?.email ?? `${slug(firstName)}.${slug(lastName)}@${OWN_DOMAIN}`,
        role,
        startAt,
        leftAt: end === null ? null : Math.min(at(end) + 17 * HOUR, END),
        teams: teams.map(([value, from]) => ({ at: from ? at(from) : startAt, value })),
        secondaryTeam: null,
        skill: stream.between(0.88, 1.16),
      })
    })
  }
  return reps
}
