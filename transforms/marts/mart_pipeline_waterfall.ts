/** From the pipeline due at the start of a period to that at its end, a bucket a row (KPIS §4). */
import { sql } from 'kysely'
import { day, flag, money, oneOf, type Reporting, text, texts } from '../../src/columns.ts'
import { asText, serial } from '../../src/sql/text.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimCampaigns } from '../conformed/dim_campaigns.ts'
import { dimDates } from '../conformed/dim_dates.ts'
import { dimOwners } from '../conformed/dim_owners.ts'
import { dimPartners } from '../conformed/dim_partners.ts'
import { dimStages } from '../conformed/dim_stages.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { fctPipelinePeriods, periodTypes } from '../conformed/fct_pipeline_periods.ts'

const buckets = [
  'start',
  'new',
  'pulled_in',
  'transferred_in',
  'transferred_out',
  'increased',
  'decreased',
  'pushed_out',
  'lost',
  'won',
  'end',
] as const
type Bucket = (typeof buckets)[number]

/** What adds to the pipeline of a period; the others take from it, and the end is what is left. */
const added = ['start', 'new', 'pulled_in', 'transferred_in', 'increased']

export const martPipelineWaterfall = defineTable({
  name: 'mart_pipeline_waterfall',
  description:
    'One row per opportunity, period and bucket of the waterfall, with the attributes at the opportunity’s first or last moment in scope of the period. Renewals included; without disqualified opportunities and those without a history of stages.',
  grain: ['row_id'],
  relations: [
    { column: 'opportunity_id', to: fctOpportunities },
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'current_owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' },
    { column: 'partner_id', to: dimPartners, unknown: 'unknown' },
    { column: 'date', to: dimDates },
  ],
  audits: (self) => [
    {
      name: 'every period ends, in every team and segment, with what it started with and what was added and taken',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('row'))
          .groupBy(['row.period_type', 'row.date', 'row.owner_id', 'row.team', 'row.segment'])
          .having(
            ({ ref }) => sql<boolean>`sum(case
              when ${ref('row.bucket')} in (${sql.join(added.map((name) => sql.lit(name)))}) then ${ref('row.amount')}
              else -${ref('row.amount')} end) <> 0`,
          )
          .select(['row.period_type', 'row.date', 'row.owner_id', 'row.team', 'row.segment']),
    },
  ],
  columns: {
    row_id: text('The opportunity, the period and the bucket.'),
    opportunity_id: text('The opportunity.'),
    account_id: text('Its account.'),
    owner_id: text('Its owner at the time.'),
    current_owner_id: text('Its owner now.'),
    campaign_id: text('The campaign it is credited to.'),
    partner_id: text('The partner who brought it.'),
    source_system: text('The CRM.'),
    opportunity_name: text('The opportunity’s name.'),
    team: text('The team of the owner at the time.'),
    segment: text('The segment of the account at the time.'),
    pipeline_name: text('The present pipeline.'),
    deal_type: text('New business, more business with a customer, or a renewal.'),
    lead_source: text('Where it came from.'),
    channel: text('The channel of the lead source.'),
    currency_code: text('The currency that the amount is converted from.'),
    custom_fields: texts('The fields that the settings declare, by name.').nullable(),
    period_type: oneOf(periodTypes, 'How long the period is.'),
    bucket: oneOf(buckets, 'What the amount is part of.'),
    is_slipped: flag('Of a start: whether it was due in another period at the end.'),
    date: day('The period’s first day.'),
    amount: money('How much, never below 0 but where an opportunity’s own amount is.'),
  },
  query: (db) =>
    db
      .selectFrom(rows(db).as('row'))
      .innerJoin(
        fctOpportunities.as('opportunity'),
        'opportunity.opportunity_id',
        'row.opportunity_id',
      )
      .leftJoin(dimStages.as('stage'), 'stage.stage_id', 'opportunity.stage_id')
      .select(({ fn, ref, val }) => [
        serial(
          ref('row.opportunity_id'),
          ref('row.period_type'),
          asText(ref('row.period_start_date')),
          ref('row.bucket'),
        ).as('row_id'),
        'row.opportunity_id',
        'opportunity.account_id',
        'row.owner_id',
        'opportunity.owner_id as current_owner_id',
        'opportunity.campaign_id',
        'opportunity.partner_id',
        'opportunity.source_system',
        'opportunity.opportunity_name',
        'row.team',
        'row.segment',
        fn.coalesce('stage.pipeline_name', val('Unknown')).as('pipeline_name'),
        ref('opportunity.deal_type').$castTo<string>().as('deal_type'),
        'opportunity.lead_source',
        'opportunity.channel',
        'opportunity.currency_code',
        'opportunity.custom_fields',
        'row.period_type',
        'row.bucket',
        'row.is_slipped',
        'row.period_start_date as date',
        'row.amount',
      ]),
})

/** The buckets of an opportunity and period that hold something. */
const rows = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(fctPipelinePeriods.as('period'))
        .selectAll('period')
        .select(({ ref }) => {
          const [first, last] = [ref('period.first_amount'), ref('period.last_amount')]
          const isTransferred = sql`(${ref('period.first_owner_id')}, ${ref('period.first_team')}, ${ref('period.first_segment')})
            <> (${ref('period.last_owner_id')}, ${ref('period.last_team')}, ${ref('period.last_segment')}) and ${first} <> 0`
          const [entry, exit] = [ref('period.entry_type'), ref('period.exit_type')]
          const bucket = (name: Bucket, isFirst: boolean, amount: unknown, holds: unknown) =>
            sql`{'bucket': ${sql.lit(name)}, 'is_first': ${sql.lit(isFirst)}, 'amount': ${amount}, 'holds': ${holds}}`
          return [
            sql<{
              bucket: Bucket
              is_first: boolean
              amount: Reporting
              holds: boolean
            }>`unnest([${sql.join([
              bucket('start', true, first, sql`${entry} is null`),
              bucket('new', true, first, sql`${entry} = 'new'`),
              bucket('pulled_in', true, first, sql`${entry} = 'pulled_in'`),
              bucket('transferred_out', true, first, isTransferred),
              bucket('transferred_in', false, first, isTransferred),
              bucket('increased', false, sql`${last} - ${first}`, sql`${last} > ${first}`),
              bucket('decreased', false, sql`${first} - ${last}`, sql`${last} < ${first}`),
              bucket('pushed_out', false, last, sql`${exit} = 'pushed_out'`),
              bucket('lost', false, last, sql`${exit} = 'lost'`),
              bucket('won', false, last, sql`${exit} = 'won'`),
              bucket('end', false, last, sql`${exit} is null`),
            ])}])`.as('row'),
          ]
        })
        .as('period'),
    )
    .where(({ ref }) => sql<boolean>`${ref('period.row')}.holds`)
    .select(({ ref }) => {
      const row = ref('period.row')
      const either = (name: 'owner_id' | 'team' | 'segment') =>
        sql<string>`if(${row}.is_first, ${ref(`period.first_${name}`)}, ${ref(`period.last_${name}`)})`
      return [
        'period.opportunity_id',
        'period.period_type',
        'period.period_start_date',
        either('owner_id').as('owner_id'),
        either('team').as('team'),
        either('segment').as('segment'),
        sql<Bucket>`${row}.bucket`.as('bucket'),
        sql<boolean>`coalesce(${row}.bucket = 'start' and ${ref('period.exit_type')} = 'pushed_out', false)`.as(
          'is_slipped',
        ),
        sql<Reporting>`cast(${row}.amount as decimal(18, 2))`.as('amount'),
      ]
    })
