// Owners, their teams and the teams: full exports, one for each month's end.

import type { Rep } from '../../account.ts'
import {
  END,
  endOfMonth,
  type Instant,
  isoDay,
  isoMillis,
  MONTHS,
  startOfDay,
} from '../../calendar.ts'
import type { Company } from '../../company.ts'
import { team, teamAt } from '../../reps.ts'
import { CsvFile } from '../csv.ts'
import { PORTAL } from './common.ts'

const OWNER =
  'owner_id,_fivetran_synced,created_at,portal_id,type,updated_at,email,first_name,last_name,active_user_id'.split(
    ',',
  )
const OWNER_TEAM = ['owner_id', 'team_id', 'is_team_primary', '_fivetran_synced']

export function exportOwners(company: Company, dir: string): void {
  for (const month of MONTHS) {
    const until = Math.min(endOfMonth(month), END)
    const synced = isoMillis(startOfDay(until) + 23 * 3_600_000)
    const owners = new CsvFile(`${dir}/owner_${isoDay(until)}.csv`, OWNER)
    const teams = new CsvFile(`${dir}/owner_team_${isoDay(until)}.csv`, OWNER_TEAM)
    for (const rep of company.reps) {
      if (rep.startAt > until) continue
      const hasLeft = rep.leftAt !== null && rep.leftAt <= until
      owners.row([
        rep.id,
        synced,
        isoMillis(rep.startAt),
        PORTAL,
        'PERSON',
        isoMillis(updatedAt(rep, until)),
        rep.email,
        rep.firstName,
        rep.lastName,
        hasLeft ? '' : rep.userId,
      ])
      // A leaver stays in the team he left from: nobody cleans that up.
      teams.row([rep.id, team(teamAt(rep, until)).id, 'true', synced])
      if (rep.secondaryTeam !== null)
        teams.row([rep.id, team(rep.secondaryTeam).id, 'false', synced])
    }
    owners.close()
    teams.close()
  }
  const file = new CsvFile(`${dir}/team.csv`, ['id', 'name', '_fivetran_synced'])
  for (const entry of company.teams.filter(({ id }) => id !== ''))
    file.row([entry.id, entry.name, isoMillis(END)])
  file.close()
}

function updatedAt(rep: Rep, until: Instant): Instant {
  const changes = [rep.startAt, ...rep.teams.map((change) => change.at), rep.leftAt ?? 0]
  return Math.max(...changes.filter((instant) => instant <= until))
}
