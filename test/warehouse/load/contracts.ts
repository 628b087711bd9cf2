/** Contracts of a small company, for tests of the loader. */
import {
  day,
  flag,
  integer,
  localMoney,
  number,
  text,
  texts,
  timestamp,
} from '../../../src/columns.ts'
import { defineExport, from, optional } from '../../../src/export.ts'

export const deals = defineExport({
  name: 'raw_crm__deals',
  description: 'Deals.',
  system: 'crm',
  object: 'deals',
  grain: ['deal_id'],
  version: 'modified_at',
  observed: ['created_at', 'modified_at'],
  gathered: { stages_entered: /^Date entered / },
  columns: {
    deal_id: from(text('The id.'), 'Record ID'),
    deal_name: from(text('As typed.').nullable(), 'Deal Name'),
    amount: from(localMoney('The amount.').nullable(), 'Amount', 'Betrag'),
    is_won: optional(from(flag('Whether it is won.').nullable(), 'Is Won')),
    created_at: optional(from(timestamp('When it began.').nullable(), 'Create Date')),
    modified_at: from(timestamp('When it changed.').nullable(), 'Last Modified Date'),
    stages_entered: texts('When stages were entered.'),
  },
})

export const teams = defineExport({
  name: 'raw_crm__teams',
  description: 'Teams.',
  system: 'crm',
  object: 'teams',
  grain: ['id'],
  columns: { id: text('The id.'), name: text('The name.') },
})

export const memberships = defineExport({
  name: 'raw_crm__memberships',
  description: 'Who is in which team, by day.',
  system: 'crm',
  object: 'memberships',
  grain: ['owner_id', 'exported_date'],
  keep: 'snapshots',
  columns: {
    owner_id: text('The owner.'),
    team: text('The team.'),
    exported_date: day('The day of the export.'),
  },
})

export const adReport = defineExport({
  name: 'raw_ads__report',
  description: 'Cost by day and campaign.',
  system: 'ads',
  object: 'report',
  grain: ['day', 'campaign'],
  observed: ['day'],
  layout: { preambleLines: 2, skipRows: /^total: /i, nulls: ['--'] },
  columns: {
    day: day('The day.'),
    campaign: text('The campaign.'),
    impressions: from(integer('Shown.'), 'Impr.'),
    click_through_rate: from(number('Clicks ÷ impressions.').nullable(), 'CTR'),
    cost: localMoney('The cost.'),
  },
})

/** A contract with another share of refused rows. */
export const lenient = (maxRefused: number) =>
  defineExport({
    name: 'raw_crm__deals',
    description: 'Deals.',
    system: 'crm',
    object: 'deals',
    grain: ['deal_id'],
    version: 'modified_at',
    maxRefused,
    columns: {
      deal_id: text('The id.'),
      amount: localMoney('The amount.').nullable(),
      modified_at: timestamp('When it changed.').nullable(),
    },
  })
