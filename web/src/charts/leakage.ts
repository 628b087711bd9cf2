/** Leakage: what is lost between the sale, the bill and the payment, and what comes back. */
import type { Chart } from './chart.ts'

const view = 'leakage'

export const leakageCharts: readonly Chart[] = [
  { id: 'leakage.amount', view, kind: 'trend', measures: ['leaked_amount'], shape: 'bar' },
  {
    id: 'leakage.by',
    view,
    kind: 'breakdown',
    measure: 'leaked_amount',
    by: ['finding_type', 'owner', 'segment', 'region', 'finding_status'],
  },
  { id: 'leakage.rate', view, kind: 'trend', measures: ['leakage_rate'], shape: 'line' },
  { id: 'leakage.recovery', view, kind: 'trend', measures: ['recovery_rate'], shape: 'line' },
]
