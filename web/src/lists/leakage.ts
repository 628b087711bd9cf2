/** The leaks that are found, one a row. */
import type { List } from './list.ts'

export const leakageLists: readonly List[] = [
  {
    id: 'leakage.findings',
    view: 'leakage',
    key: ['finding_id'],
    counts: 'findings',
    columns: [
      'account_name',
      'finding_type',
      'finding_status',
      'leaked_amount',
      'owner',
      'leaking_since',
      'reason',
    ],
    more: [
      'finding_id',
      'team',
      'segment',
      'region',
      'opportunity_id',
      'subscription_id',
      'invoice_id',
      'recovered_on',
      'source_system',
    ],
    order: { by: 'leaked_amount', isDescending: true },
    account: 'account_name',
  },
]
