// Users: full exports, one for each month's end, so that moves between teams can be seen.

import type { Rep } from '../../account.ts'
import { END, endOfMonth, type Instant, isoDay, MONTHS, yearOf } from '../../calendar.ts'
import type { Books } from '../../company.ts'
import { TEAMS, team, teamAt } from '../../reps.ts'
import { salesforceId } from '../../salesforce_id.ts'
import { slug } from '../../words.ts'
import { audit, INTEGRATION, instant, ObjectFile } from './common.ts'
import { USER_HEADER } from './user_header.ts'

const TITLES: Record<Rep['role'], string> = {
  vp: 'Head of Sales',
  ae: 'Account Executive',
  csm: 'Customer Success Manager',
  sdr: 'Sales Development Representative',
}

export function exportUsers(company: Books, dir: string): void {
  for (const month of MONTHS) {
    const until = Math.min(endOfMonth(month), END)
    const file = new ObjectFile(`${dir}/${yearOf(until)}/User_${isoDay(until)}.csv`, USER_HEADER)
    for (const rep of company.reps) if (rep.startAt <= until) file.row(row(company, rep, until))
    file.close()
  }
}

/** Who leads the team: changes with the team. */
function managerOf(company: Books, rep: Rep, until: Instant): Rep | undefined {
  const leads = company.reps.filter((other) => other.role === 'vp' && other.startAt <= until)
  if (rep.role === 'vp')
    return leads.find((other) => teamAt(other, until) === 'lead' && other !== rep)
  const own = leads.find((other) => teamAt(other, until) === teamAt(rep, until))
  return own ?? leads.find((other) => teamAt(other, until) === 'lead')
}

function row(company: Books, rep: Rep, until: Instant): Parameters<ObjectFile['row']>[0] {
  const changes = [rep.startAt, ...rep.teams.map((change) => change.at), rep.leftAt ?? 0]
  const modifiedAt = Math.max(...changes.filter((at) => at <= until))
  const hasLeft = rep.leftAt !== null && rep.leftAt <= until
  const { name } = team(teamAt(rep, until))
  return {
    Id: rep.id,
    Username: `${rep.email}.crm`,
    LastName: rep.lastName,
    FirstName: rep.firstName,
    Name: `${rep.firstName} ${rep.lastName}`,
    CompanyName: 'Lumenfold',
    Division: name,
    Department: rep.role === 'csm' ? 'Customer Success' : 'Sales',
    Title: TITLES[rep.role],
    Email: rep.email,
    Alias: slug(rep.firstName + rep.lastName).slice(0, 8),
    IsActive: !hasLeft,
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'en_GB',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    UserRoleId: salesforceId('00E', 300 + TEAMS.findIndex((entry) => entry.name === name)),
    ProfileId: salesforceId('00e', 41),
    UserType: 'Standard',
    ManagerId: managerOf(company, rep, until)?.id ?? '',
    LastLoginDate: hasLeft ? instant(rep.leftAt) : instant(until - 3 * 3_600_000),
    ForecastEnabled: rep.role === 'ae' || rep.role === 'vp',
    ...audit(rep.startAt, modifiedAt, INTEGRATION),
  }
}
