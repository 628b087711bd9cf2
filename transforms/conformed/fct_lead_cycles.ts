/** Leads from the day they came to the day they bought: one row a lead cycle, filled in as it goes on. */
import { day, flag, integer, text, timestamp } from '../../src/columns.ts'
import { byInstant, firstKnown, latest, latestWhere, leastWhere } from '../../src/sql/latest.ts'
import { comparable } from '../../src/sql/text.ts'
import { defineTable } from '../../src/table.ts'
import { stgPeople } from '../staging/stg_people.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimCampaigns } from './dim_campaigns.ts'
import { dimOwners } from './dim_owners.ts'
import { dimPeople } from './dim_people.ts'
import { fctActivities } from './fct_activities.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { fctTouchpoints } from './fct_touchpoints.ts'
import { dealsOfPeople, handRaises, recordedCycles } from './lead_cycle_events.ts'
import { selfReportedSources } from './self_reported_sources.ts'

const reached = (what: string) => timestamp(`When the person ${what}; null until then.`).nullable()
const inferred = flag('Whether the stage was skipped: nobody recorded it before a later one.')

export const fctLeadCycles = defineTable({
  name: 'fct_lead_cycles',
  description:
    'One row per person and lead cycle, with the instant of each stage: a stage that was skipped is reached with the next one that was not. Who was never a lead has none.',
  grain: ['person_id', 'cycle_number'],
  relations: [
    { column: 'person_id', to: dimPeople },
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' },
    { column: 'opportunity_id', to: fctOpportunities },
  ],
  audits: (self) => [
    {
      name: 'nobody reaches a stage before the one that comes before it',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('cycle'))
          .where(({ eb, or, ref }) =>
            or([
              eb('cycle.lead_at', '>', ref('cycle.mql_at')),
              eb('cycle.mql_at', '>', ref('cycle.sal_at')),
              eb('cycle.sal_at', '>', ref('cycle.sql_at')),
              eb('cycle.sql_at', '>', ref('cycle.opportunity_at')),
              eb('cycle.opportunity_at', '>', ref('cycle.customer_at')),
            ]),
          )
          .select(['cycle.person_id', 'cycle.cycle_number']),
    },
  ],
  columns: {
    person_id: text('The person.'),
    cycle_number: integer('The cycle of the person, over all CRMs, from 1.'),
    account_id: text('The person’s account; `unknown` without one.'),
    owner_id: text('The person’s present owner, else the account’s; `unknown` without both.'),
    campaign_id: text(
      'The campaign that the record names, else the last one that the person had responded to; `not_allocated` without one.',
    ),
    opportunity_id: text(
      'The first opportunity of the cycle; null where only the lifecycle of the CRM tells of one.',
    ).nullable(),
    source_system: text('The CRM that the person is a lead of.'),
    source_key: text('The record that opened the cycle, scoped by source.'),
    channel: text(
      'The channel of the record’s source, else that of the last touchpoint until the day; `Unknown` without both.',
    ),
    lead_source: text('Where the record came from, as the CRM names it; `Unknown` without one.'),
    self_reported_source: text(
      'How the person came to hear of us, in the person’s own words; null where nobody asked.',
    ).nullable(),
    is_lead_inferred: inferred,
    is_mql_inferred: inferred,
    is_sal_inferred: inferred,
    is_sql_inferred: inferred,
    is_opportunity_inferred: inferred,
    began_at: timestamp('When the cycle began.'),
    began_date: day('The day of began_at.'),
    next_began_at: timestamp(
      'When the next cycle in the same CRM began; null without one.',
    ).nullable(),
    lead_at: timestamp('When the person became a lead.'),
    mql_at: reached('was qualified by marketing'),
    sal_at: reached('was accepted by sales'),
    sql_at: reached('was qualified by sales'),
    opportunity_at: reached('got an opportunity'),
    customer_at: reached('bought'),
    hand_raised_at: reached('first asked to be contacted'),
    contacted_at: timestamp(
      'When one of us first turned to the person after that, before the next cycle; null if nobody has.',
    ).nullable(),
  },
  query: (db) =>
    db
      .with('cycle', () => recordedCycles(db))
      .with('deal', (from) =>
        from
          .selectFrom(dealsOfPeople(db).as('deal'))
          .innerJoin('cycle', (join) =>
            join
              .onRef('cycle.person_id', '=', 'deal.person_id')
              .onRef('cycle.began_date', '<=', 'deal.created_date'),
          )
          .distinctOn(['deal.opportunity_id', 'deal.person_id'])
          .orderBy('deal.opportunity_id')
          .orderBy('deal.person_id')
          // That of the same CRM, where the person is a lead of several.
          .orderBy(({ eb, ref }) => eb('cycle.source_system', '!=', ref('deal.source_system')))
          .orderBy('cycle.began_at', 'desc')
          .orderBy('cycle.cycle_number', 'desc')
          .select(({ fn }) => [
            'cycle.person_id',
            'cycle.cycle_number',
            'deal.opportunity_id',
            'deal.outcome',
            fn<Date>('greatest', ['deal.created_at', 'cycle.began_at']).as('opportunity_at'),
            fn<Date>('greatest', ['deal.closed_at', 'deal.created_at', 'cycle.began_at']).as(
              'closed_at',
            ),
          ]),
      )
      .with('sold', (from) =>
        from
          .selectFrom('deal')
          .groupBy(['deal.person_id', 'deal.cycle_number'])
          .select(({ eb, fn, ref }) => [
            'deal.person_id',
            'deal.cycle_number',
            firstKnown(ref('deal.opportunity_id'), [
              ref('deal.opportunity_at'),
              ref('deal.opportunity_id'),
            ]).as('opportunity_id'),
            fn.min('deal.opportunity_at').as('opportunity_at'),
            leastWhere(ref('deal.closed_at'), eb('deal.outcome', '=', 'won')).as('customer_at'),
          ]),
      )
      .with('raised', (from) =>
        from
          .selectFrom(
            from
              .selectFrom(handRaises(db).as('raise'))
              .innerJoin('cycle', (join) =>
                join
                  .onRef('cycle.person_id', '=', 'raise.person_id')
                  .onRef('cycle.began_date', '<=', 'raise.occurred_date'),
              )
              .distinctOn('raise.touchpoint_id')
              .orderBy('raise.touchpoint_id')
              .orderBy(({ eb, ref }) => eb('cycle.source_system', '!=', ref('raise.source_system')))
              .orderBy('cycle.began_at', 'desc')
              .orderBy('cycle.cycle_number', 'desc')
              .select([
                'cycle.person_id',
                'cycle.cycle_number',
                'cycle.next_began_at',
                'raise.occurred_at',
              ])
              .as('raise'),
          )
          .groupBy(['raise.person_id', 'raise.cycle_number', 'raise.next_began_at'])
          .select(({ fn }) => [
            'raise.person_id',
            'raise.cycle_number',
            'raise.next_began_at',
            fn.min('raise.occurred_at').as('hand_raised_at'),
          ]),
      )
      .with('contacted', (from) =>
        from
          .selectFrom('raised')
          .innerJoin(fctActivities.as('activity'), (join) =>
            join
              .onRef('activity.person_id', '=', 'raised.person_id')
              .onRef('activity.occurred_at', '>=', 'raised.hand_raised_at')
              .on('activity.is_outreach', '=', true),
          )
          .where(({ eb, or, ref }) =>
            or([
              eb('raised.next_began_at', 'is', null),
              eb('raised.next_began_at', '>', ref('activity.occurred_at')),
            ]),
          )
          .groupBy(['raised.person_id', 'raised.cycle_number'])
          .select(({ fn }) => [
            'raised.person_id',
            'raised.cycle_number',
            fn.min('activity.occurred_at').as('contacted_at'),
          ]),
      )
      .with('touched', (from) =>
        from
          .selectFrom('cycle')
          .innerJoin(fctTouchpoints.as('touch'), (join) =>
            join
              .onRef('touch.person_id', '=', 'cycle.person_id')
              .onRef('touch.occurred_date', '<=', 'cycle.began_date'),
          )
          .groupBy(['cycle.person_id', 'cycle.cycle_number'])
          .select(({ and, eb, ref }) => {
            const order = byInstant(ref('touch.occurred_at'), ref('touch.touchpoint_id'))
            const hasCampaign = eb('touch.campaign_id', 'not in', ['not_allocated', 'unknown'])
            return [
              'cycle.person_id',
              'cycle.cycle_number',
              latestWhere(ref('touch.channel'), order, eb('touch.channel', '!=', 'Unknown')).as(
                'channel',
              ),
              latestWhere(
                ref('touch.campaign_id'),
                order,
                and([hasCampaign, eb('touch.touchpoint_type', '=', 'campaign_response')]),
              ).as('response_campaign_id'),
              latest(eb.case().when(hasCampaign).then(ref('touch.campaign_id')).end(), order).as(
                'campaign_id',
              ),
            ]
          }),
      )
      .selectFrom('cycle')
      .innerJoin(dimPeople.as('person'), 'person.person_id', 'cycle.person_id')
      .innerJoin(dimAccounts.as('account'), 'account.account_id', 'person.account_id')
      .innerJoin(stgPeople.as('record'), 'record.person_id', 'cycle.source_key')
      .leftJoin(dimCampaigns.as('named'), (join) =>
        join.on(({ eb, ref }) =>
          eb('named.campaign_key', '=', comparable(ref('record.campaign_name'))),
        ),
      )
      .leftJoin('sold', (join) =>
        join
          .onRef('sold.person_id', '=', 'cycle.person_id')
          .onRef('sold.cycle_number', '=', 'cycle.cycle_number'),
      )
      .leftJoin('raised', (join) =>
        join
          .onRef('raised.person_id', '=', 'cycle.person_id')
          .onRef('raised.cycle_number', '=', 'cycle.cycle_number'),
      )
      .leftJoin('contacted', (join) =>
        join
          .onRef('contacted.person_id', '=', 'cycle.person_id')
          .onRef('contacted.cycle_number', '=', 'cycle.cycle_number'),
      )
      .leftJoin('touched', (join) =>
        join
          .onRef('touched.person_id', '=', 'cycle.person_id')
          .onRef('touched.cycle_number', '=', 'cycle.cycle_number'),
      )
      .leftJoin(selfReportedSources(db).as('answer'), 'answer.person_id', 'cycle.person_id')
      .select((eb) => {
        const { fn, ref, val } = eb
        // A CRM may know of an opportunity that its exports do not have any more.
        const opportunity = fn<Date | null>('least', [
          'sold.opportunity_at',
          'cycle.opportunity_at',
        ])
        const customer = fn<Date | null>('least', ['sold.customer_at', 'cycle.customer_at'])
        const own = [
          ref('cycle.lead_at'),
          ref('cycle.mql_at'),
          ref('cycle.sal_at'),
          ref('cycle.sql_at'),
          opportunity,
          customer,
        ]
        /** The first of the stage and those after it. */
        const from = (place: number) => fn<Date | null>('least', own.slice(place))
        const isInferred = (place: number) =>
          fn
            .coalesce(
              eb(from(place), '<', own[place]!),
              eb.and([eb(own[place]!, 'is', null), eb(from(place), 'is not', null)]),
            )
            .$castTo<boolean>()
        return [
          'cycle.person_id',
          'cycle.cycle_number',
          'person.account_id',
          fn
            .coalesce(
              fn<string | null>('nullif', ['person.owner_id', val('unknown')]),
              'account.owner_id',
            )
            .as('owner_id'),
          eb
            .case()
            .when('record.campaign_name', 'is not', null)
            .then(fn.coalesce('named.campaign_id', val('unknown')))
            .when('record.channel', 'is', null)
            .then(
              fn.coalesce(
                'touched.response_campaign_id',
                'touched.campaign_id',
                val('not_allocated'),
              ),
            )
            .else(fn.coalesce('touched.response_campaign_id', val('not_allocated')))
            .end()
            .as('campaign_id'),
          'sold.opportunity_id',
          'cycle.source_system',
          'cycle.source_key',
          fn.coalesce('record.channel', 'touched.channel', val('Unknown')).as('channel'),
          fn.coalesce('record.lead_source', val('Unknown')).as('lead_source'),
          'answer.self_reported_source',
          isInferred(0).as('is_lead_inferred'),
          isInferred(1).as('is_mql_inferred'),
          isInferred(2).as('is_sal_inferred'),
          isInferred(3).as('is_sql_inferred'),
          isInferred(4).as('is_opportunity_inferred'),
          'cycle.began_at',
          'cycle.began_date',
          'cycle.next_began_at',
          from(0).$castTo<Date>().as('lead_at'),
          from(1).as('mql_at'),
          from(2).as('sal_at'),
          from(3).as('sql_at'),
          from(4).as('opportunity_at'),
          from(5).as('customer_at'),
          'raised.hand_raised_at',
          'contacted.contacted_at',
        ]
      }),
})
