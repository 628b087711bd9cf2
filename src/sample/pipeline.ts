// The pipelines of both units: stages, what they are called, and how likely they close.
import type { Unit } from './account.ts'
import type { ForecastCategory, Stage } from './deal.ts'

export interface StageSpec {
  id: string
  label: string
  probability: string
  isClosed: boolean
  isWon: boolean
}

export interface PipelineSpec {
  id: string
  label: string
  stages: readonly StageSpec[]
}

const stage = (id: string, label: string, probability: string): StageSpec => ({
  id,
  label,
  probability,
  isClosed: probability === '0.0' || probability === '1.0',
  isWon: probability === '1.0',
})

/** HubSpot's own stage ids under labels of ours: ids and labels say different things. */
export const SALES: PipelineSpec = {
  id: 'default',
  label: 'Sales Pipeline',
  stages: [
    stage('appointmentscheduled', 'Discovery', '0.1'),
    stage('qualifiedtobuy', 'Qualified', '0.2'),
    stage('presentationscheduled', 'Demo', '0.4'),
    stage('decisionmakerboughtin', 'Proposal', '0.6'),
    stage('contractsent', 'Negotiation', '0.8'),
    stage('closedwon', 'Closed Won', '1.0'),
    stage('closedlost', 'Closed Lost', '0.0'),
  ],
}

export const RENEWAL: PipelineSpec = {
  id: '28514733',
  label: 'Renewal Pipeline',
  stages: [
    stage('63180401', 'Renewal Due', '0.7'),
    stage('63180402', 'In Negotiation', '0.8'),
    stage('63180403', 'Renewed', '1.0'),
    stage('63180404', 'Not Renewed', '0.0'),
  ],
}

/** Salesforce has one list of stages for all; a stage goes by its label. */
const inSalesforce = (label: string, percent: number): StageSpec => ({
  ...stage(label, label, ''),
  probability: String(percent),
  isClosed: percent === 0 || percent === 100,
  isWon: percent === 100,
})

export const OPPORTUNITY_STAGES: readonly StageSpec[] = [
  inSalesforce('Prospecting', 10),
  inSalesforce('Qualified', 25),
  inSalesforce('Solution Workshop', 45),
  inSalesforce('Proposal/Price Quote', 65),
  inSalesforce('Negotiation/Review', 85),
  inSalesforce('Closed Won', 100),
  inSalesforce('Closed Lost', 0),
]

const PIPELINES: Record<Unit, Record<'sales' | 'renewal', PipelineSpec>> = {
  hubspot: { sales: SALES, renewal: RENEWAL },
  salesforce: {
    sales: { id: '', label: '', stages: OPPORTUNITY_STAGES },
    renewal: { id: '', label: '', stages: OPPORTUNITY_STAGES.slice(3) },
  },
}

export const pipelineOf = (name: 'sales' | 'renewal', unit: Unit = 'hubspot') =>
  PIPELINES[unit][name]

/** A deal counts as an opportunity from this stage of the sales pipeline on. */
export const QUALIFYING_STAGE = 1

export function stageOf(
  name: 'sales' | 'renewal',
  number: Stage,
  unit: Unit = 'hubspot',
): StageSpec {
  const found = pipelineOf(name, unit).stages[number]
  if (found === undefined) throw new Error(`No stage ${number} in the ${name} pipeline`)
  return found
}

export const FORECAST_LABELS: Record<ForecastCategory, string> = {
  OMIT: 'Not forecasted',
  PIPELINE: 'Pipeline',
  BEST_CASE: 'Best case',
  COMMIT: 'Commit',
  CLOSED: 'Closed won',
}

export const LOST_REASONS = [
  'Price',
  'Lost to competitor',
  'No budget',
  'No decision',
  'Timing',
  'Missing feature',
  'Went silent',
] as const

export const DISQUALIFIED_REASONS = [
  'Not a fit',
  'Too small',
  'No authority',
  'Wrong contact',
] as const
