/** The independent proof of every public measure, and why the few without one have none. */
import { accountsAndJourneys } from './accounts.ts'
import { attributionProofs } from './attribution.ts'
import { billing } from './billing.ts'
import { company } from './company.ts'
import { pipelineCoverage } from './coverage.ts'
import { dataQuality } from './data_quality.ts'
import { forecast } from './forecast.ts'
import { funnel } from './funnel.ts'
import { leakage } from './leakage.ts'
import { marketing } from './marketing.ts'
import { mrr } from './mrr.ts'
import { pipeline } from './pipeline.ts'
import { pipelineBalances } from './pipeline_balances.ts'
import { playbook } from './playbook.ts'
import type { Proof } from './proof.ts'
import { retention } from './retention.ts'
import { retentionCohorts } from './retention_cohorts.ts'
import { support } from './support.ts'
import { unitEconomics } from './unit_economics.ts'
import { waterfall } from './waterfall.ts'

export const proofs: readonly Proof[] = [
  ...attributionProofs,
  ...pipeline,
  ...pipelineBalances,
  ...pipelineCoverage,
  ...waterfall,
  ...mrr,
  ...retention,
  company,
  ...billing,
  ...retentionCohorts,
  ...unitEconomics,
  ...leakage,
  ...marketing,
  ...support,
  ...forecast,
  ...funnel,
  ...accountsAndJourneys,
  ...dataQuality,
  ...playbook,
]

/** By `view.measure`: where the proof stands, if it is no list of cells. */
const scorecard = 'scorecard.ts works it out of the KPIs proven here, month by month'
export const withoutProof: Readonly<Record<string, string>> = {
  'scorecard.actual': scorecard,
  'scorecard.target': scorecard,
  'scorecard.baseline': scorecard,
  'scorecard.previous': scorecard,
  'scorecard.attainment': scorecard,
}
