// Who sells and looks after customers, in which team, and from when to when.

import type { Change, Rep, Team, TeamKey } from './account.ts'
import { at, DAY, END, HOUR, type Instant } from './calendar.ts'
import type { Random } from './random.ts'
import { FIRST_NAMES, LAST_NAMES, OWN_DOMAIN, slug } from './words.ts'

export const TEAMS: readonly Team[] = [
  { key: 'dach', id: '4410021', name: 'Sales DACH' },
  { key: 'international', id: '4410022', name: 'Sales International' },
  { key: 'enterprise', id: '4410023', name: 'Enterprise Sales' },
  { key: 'success', id: '4410024', name: 'Customer Success' },
  { key: 'development', id: '4410025', name: 'Sales Development' },
  { key: 'lead', id: '4410026', name: 'Revenue Leadership' },
  { key: 'industry_dach', id: '', name: 'Industry DACH' },
  { key: 'industry_world', id: '', name: 'Industry International' },
  { key: 'industry_success', id: '', name: 'Industry Success' },
  { key: 'industry_development', id: '', name: 'Industry Development' },
]

export function team(key: TeamKey): Team {
  const found = TEAMS.find((candidate) => candidate.key === key)
  if (found === undefined) throw new Error(`No team ${key}`)
  return found
}

/** Role, first day, last day, teams by first day; changes fall on a day of export. */
const PLAN: [Rep['role'], string, string | null, [TeamKey, string?][], TeamKey?][] = [
  ['vp', '2020-03-02', null, [['lead']]],
  ['ae', '2020-06-01', null, [['dach']]],
  ['ae', '2020-09-01', '2024-06-14', [['international']]],
  ['ae', '2022-05-02', null, [['international'], ['enterprise', '2024-01-31']]],
  ['ae', '2021-01-04', '2025-03-28', [['enterprise']]],
  ['ae', '2023-04-03', null, [['dach']], 'enterprise'],
  ['ae', '2023-09-04', '2024-11-29', [['dach']]],
  ['ae', '2023-02-01', null, [['international']]],
  ['ae', '2024-05-06', null, [['international'], ['dach', '2025-06-30']]],
  ['ae', '2025-01-13', null, [['enterprise']]],
  ['csm', '2020-10-05', null, [['success']]],
  ['csm', '2022-11-07', '2025-08-29', [['success']]],
  ['csm', '2024-02-05', null, [['success']], 'enterprise'],
  ['csm', '2025-06-02', null, [['success']]],
  ['sdr', '2022-02-01', null, [['development'], ['international', '2025-01-31']]],
  ['sdr', '2023-10-02', null, [['development']]],
  ['sdr', '2025-03-03', null, [['development']]],
]

/** One cell is the organisation of scale 1; larger scales have several. */
export function hireReps(random: Random, scale: number, taken: Set<string>): Rep[] {
  const reps: Rep[] = []
  for (let cell = 0; cell < Math.max(1, Math.round(scale)); cell++) {
    PLAN.forEach(([role, start, end, teams, secondary], row) => {
      const stream = random.fork(`${cell}/${row}`)
      const [firstName, lastName] = freshName(stream, taken)
      // Other cells hire some days later; the day of a team change stays a day of export.
      const shift = cell === 0 ? 0 : stream.int(0, 40) * DAY
      const number = 1 + cell * PLAN.length + row
      const startAt = at(start) + shift + 8 * HOUR
      reps.push({
        unit: 'hubspot',
        sameAs: null,
        id: String(190_400_000 + number * 7_919),
        userId: String(24_100_000 + number * 613),
        firstName,
        lastName,
        email: `${slug(firstName)}.${slug(lastName)}@${OWN_DOMAIN}`,
        role,
        startAt,
        leftAt: end === null ? null : Math.min(at(end) + shift + 17 * HOUR, END),
        teams: teams.map(([value, from]) => ({ at: from ? at(from) : startAt, value })),
        secondaryTeam: secondary ?? null,
        skill: row === 6 ? 0.7 : stream.between(0.88, 1.16),
      })
    })
  }
  return reps
}

export function freshName(random: Random, taken: Set<string>): [string, string] {
  for (;;) {
    const firstName = random.pick(FIRST_NAMES)
    const lastName = random.pick(LAST_NAMES)
    const key = `${slug(firstName)} ${slug(lastName)}`
    if (taken.has(key)) continue
    taken.add(key)
    return [firstName, lastName]
  }
}

export function teamAt(rep: Rep, instant: Instant): TeamKey {
  let found = rep.teams[0]?.value ?? 'lead'
  for (const change of rep.teams) if (change.at <= instant) found = change.value
  return found
}

export const isEmployed = (rep: Rep, instant: Instant) =>
  rep.startAt <= instant && (rep.leftAt === null || rep.leftAt > instant)

/** 0.35 on the first day, 1 after eight months. */
export const ramp = (rep: Rep, instant: Instant) =>
  Math.max(0.35, Math.min(1, 0.35 + (0.65 * (instant - rep.startAt)) / (240 * DAY)))

/** Somebody of the team who works there at the instant, else of the role, else the lead. */
export function chooseRep(
  reps: readonly Rep[],
  random: Random,
  role: Rep['role'],
  teamKey: TeamKey,
  instant: Instant,
): Rep {
  const present = reps.filter((rep) => isEmployed(rep, instant))
  const inTeam = present.filter((rep) => teamAt(rep, instant) === teamKey && rep.role !== 'vp')
  const sameRole = present.filter((rep) => rep.role === role)
  const lead = present.filter((rep) => rep.role === 'vp')
  const pool = inTeam.length > 0 ? inTeam : sameRole.length > 0 ? sameRole : lead
  return random.weighted(pool, (rep) => ramp(rep, instant))
}

/** Who holds a job over time: when somebody leaves, another takes over the same evening. */
export function holders(
  reps: readonly Rep[],
  random: Random,
  role: Rep['role'],
  teamKey: TeamKey,
  from: Instant,
): Change<Rep>[] {
  const line: Change<Rep>[] = []
  for (let since = from; ; ) {
    const rep = chooseRep(reps, random, role, teamKey, since)
    line.push({ at: since, value: rep })
    if (rep.leftAt === null || rep.leftAt >= END) return line
    since = Math.max(since + 1, rep.leftAt) + random.int(5, 90) * 60_000
  }
}
