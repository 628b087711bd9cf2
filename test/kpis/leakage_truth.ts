/** Findings held against the leaks that the sample company was given. */
import { type Kysely, sql } from 'kysely'
import type { GroundTruth } from '../../src/sample/index.ts'

export interface Finding {
  readonly leak_type: string
  readonly account_id: string
  readonly opportunity_id: string | null
  readonly subscription_id: string | null
  readonly since_date: string
  readonly amount_local: string
  readonly currency_code: string
  readonly reason: string
}

/** All findings of a build, recovered ones too. */
export const findingsOf = async (db: Kysely<object>) =>
  (
    await sql<Finding>`select leak_type, account_id, opportunity_id, subscription_id,
      cast(since_date as varchar) as since_date, cast(amount_local as varchar) as amount_local,
      currency_code, reason from fct_leaks order by leak_id`.execute(db)
  ).rows

/**
 * Which leaks were found, and which findings are none. A leak is found by one finding of its type
 * in the same account, and opportunity or subscription; a failed payment by its day too, since a
 * subscription may have several.
 */
export function matched(
  findings: readonly Finding[],
  { leaks, accountOf }: Pick<GroundTruth, 'leaks' | 'accountOf'>,
) {
  const rest = Map.groupBy(findings, (finding) =>
    [
      finding.leak_type,
      accountOf.get(finding.account_id) ?? finding.account_id,
      finding.opportunity_id?.replace(/^.*:/, '') ?? '',
      finding.opportunity_id ? '' : (finding.subscription_id?.replace(/^.*:/, '') ?? ''),
      finding.leak_type === 'failed_payment' ? finding.since_date : '',
    ].join(' '),
  )
  const missed: string[] = []
  const amounts: [leak: number, finding: number][] = []
  for (const leak of leaks) {
    const key = [
      leak.type,
      accountOf.get(leak.accountId) ?? leak.accountId,
      leak.dealId ?? '',
      leak.dealId ? '' : (leak.subscriptionId ?? ''),
      leak.type === 'failed_payment' ? leak.since : '',
    ].join(' ')
    const found = rest.get(key)?.shift()
    if (found) amounts.push([leak.amount, Math.round(Number(found.amount_local) * 100)])
    else missed.push(`${key}: ${leak.note}`)
  }
  const wrong = [...rest].flatMap(([key, of]) => of.map(({ reason }) => `${key}: ${reason}`))
  return {
    leaks: leaks.length,
    findings: findings.length,
    found: amounts.length,
    missed,
    wrong,
    /** How many of those found tell the amount; one that was converted and back may miss a cent. */
    exact: amounts.filter(([leak, finding]) => Math.abs(leak - finding) <= 1).length,
  }
}
