/** What happened in the funnel, one event a row: what the measures of `funnel` count. */
import type { Expression } from 'kysely'
import { day, flag, integer, oneOf, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { secondsBetween } from '../../src/sql/duration.ts'
import { percentile } from '../../src/sql/percentiles.ts'
import { serial } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccountVersions } from '../conformed/dim_account_versions.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimCampaigns } from '../conformed/dim_campaigns.ts'
import { dimDates } from '../conformed/dim_dates.ts'
import { dimOwnerVersions } from '../conformed/dim_owner_versions.ts'
import { dimOwners } from '../conformed/dim_owners.ts'
import { dimPeople } from '../conformed/dim_people.ts'
import { fctFunnelEvents } from '../conformed/fct_funnel_events.ts'
import { fctLeadCycles } from '../conformed/fct_lead_cycles.ts'
import { type CycleStage, funnelStages } from '../funnel_stages.ts'

const events = ['reached', 'cohort', 'hand_raise'] as const
type Event = (typeof events)[number]

/** From which stage to which people convert: each to the next one, and from first to last. */
const pairs = {
  lead_to_mql: ['lead', 'mql'],
  mql_to_sal: ['mql', 'sal'],
  sal_to_sql: ['sal', 'sql'],
  sql_to_opportunity: ['sql', 'opportunity'],
  opportunity_to_customer: ['opportunity', 'customer'],
  lead_to_customer: ['lead', 'customer'],
} as const
type Conversion = keyof typeof pairs
const conversions = Object.keys(pairs) as [Conversion, ...Conversion[]]

/** The share of all that converted which sets how long a cohort takes to be mature. */
const matureShare = 0.9

export const martFunnel = defineTable({
  name: 'mart_funnel',
  description:
    'One row per event: a person reached a stage, entered a stage from which others convert to a later one, or asked to be contacted. With the attributes of the day of the event.',
  grain: ['event_id'],
  relations: [
    { column: 'person_id', to: dimPeople },
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' },
    { column: 'date', to: dimDates },
  ],
  columns: {
    event_id: text('The person, the cycle, the event, and what tells events of one kind apart.'),
    event: oneOf(events, 'What happened.'),
    stage: oneOf(funnelStages, 'The stage that was reached; of a request, the first of a cycle.'),
    conversion: oneOf(
      [...conversions, 'none'],
      'Of a cohort: from which stage to which it converts; else `none`.',
    ),
    person_id: text('The person.'),
    account_id: text('The account; `unknown` without one.'),
    owner_id: text('The owner; `unknown` without one.'),
    campaign_id: text('The campaign that brought the person; `not_allocated` without one.'),
    source_system: text('The CRM of the cycle; of a visitor, the analytics.'),
    channel: text('The channel that brought the person.'),
    lead_source: text('Where the lead came from, as the CRM names it.'),
    team: text('The team of the owner on the day.'),
    segment: text('The segment of the account on the day.'),
    country_name: text('The country of the person.'),
    region: text('The region of the country.'),
    is_inferred: flag('Whether the stage was skipped and is reached with a later one.'),
    is_converted: flag('Of a cohort: whether the person ever came to the later stage.'),
    is_mature: flag(
      'Of a cohort: whether it is older than what nine of ten who converted took; false where nobody has.',
    ),
    date: day('The day of the event.'),
    cycle_number: integer('The lead cycle of the person; 0 of a visitor.'),
    seconds_since_lead: integer(
      'Of a stage reached: how long after the person became a lead; null where either was skipped.',
    ).nullable(),
    contact_seconds: integer(
      'Of a request: how long until one of us turned to the person; null if nobody has.',
    ).nullable(),
  },
  query: (db) =>
    db
      .with('took', () => times(db))
      .with('cohort', (from) =>
        from
          .selectFrom('took')
          .groupBy('took.conversion')
          .select(({ ref }) => [
            'took.conversion',
            percentile(ref('took.seconds'), matureShare).as('mature_seconds'),
          ]),
      )
      .selectFrom((from) =>
        unionByName(
          reached(db),
          from
            .selectFrom('took')
            .innerJoin('cohort', 'cohort.conversion', 'took.conversion')
            .innerJoin(fctFunnelEvents.as('entry'), (join) =>
              join
                .onRef('entry.person_id', '=', 'took.person_id')
                .onRef('entry.cycle_number', '=', 'took.cycle_number')
                .onRef('entry.stage', '=', 'took.stage'),
            )
            .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
            .select(({ eb, fn, lit, ref, val }) => [
              ...attributesOf,
              ...ofTheDay,
              serial(ref('entry.event_id'), ref('took.conversion')).as('event_id'),
              val('cohort').$castTo<Event>().as('event'),
              ref('took.conversion').$castTo<Conversion | 'none'>().as('conversion'),
              'took.is_converted',
              fn
                .coalesce(
                  eb(
                    secondsBetween(ref('entry.occurred_at'), ref('run.as_of')),
                    '>=',
                    ref('cohort.mature_seconds'),
                  ),
                  lit(false),
                )
                .$castTo<boolean>()
                .as('is_mature'),
              lit(null).$castTo<number | null>().as('seconds_since_lead'),
              lit(null).$castTo<number | null>().as('contact_seconds'),
            ]),
          raised(db),
        ).as('event'),
      )
      .selectAll('event'),
})

/** What every event has of the stage that it is about. */
const attributesOf = [
  'entry.stage',
  'entry.person_id',
  'entry.account_id',
  'entry.owner_id',
  'entry.campaign_id',
  'entry.source_system',
  'entry.channel',
  'entry.lead_source',
  'entry.country_name',
  'entry.region',
  'entry.is_inferred',
  'entry.cycle_number',
] as const

/** What holds on the day of the stage. */
const ofTheDay = ['entry.team', 'entry.segment', 'entry.date'] as const

const reached = (db: Db) =>
  db
    .selectFrom(fctFunnelEvents.as('entry'))
    .leftJoin(fctLeadCycles.as('cycle'), (join) =>
      join
        .onRef('cycle.person_id', '=', 'entry.person_id')
        .onRef('cycle.cycle_number', '=', 'entry.cycle_number'),
    )
    .select(({ eb, lit, ref, val }) => [
      ...attributesOf,
      ...ofTheDay,
      'entry.event_id',
      val('reached').$castTo<Event>().as('event'),
      val('none').$castTo<Conversion | 'none'>().as('conversion'),
      lit(false).$castTo<boolean>().as('is_converted'),
      lit(false).$castTo<boolean>().as('is_mature'),
      eb
        .case()
        .when(
          eb.and([eb('entry.is_inferred', '=', false), eb('cycle.is_lead_inferred', '=', false)]),
        )
        .then(secondsBetween(ref('cycle.lead_at'), ref('entry.occurred_at')))
        .end()
        .as('seconds_since_lead'),
      lit(null).$castTo<number | null>().as('contact_seconds'),
    ])

/** Of each pair and cycle: whether it converted, and in how much time, where that is known. */
const times = (db: Db) => {
  const [first, ...others] = conversions.map((conversion) => {
    const [stage, goal] = pairs[conversion]
    return db
      .selectFrom(fctLeadCycles.as('cycle'))
      .where(`cycle.${stage}_at`, 'is not', null)
      .select(({ eb, ref, val }) => {
        const isKnown: Expression<unknown>[] = [eb(`cycle.is_${stage}_inferred`, '=', false)]
        if (goal !== 'customer') isKnown.push(eb(`cycle.is_${goal}_inferred`, '=', false))
        return [
          'cycle.person_id',
          'cycle.cycle_number',
          val(stage).$castTo<CycleStage>().as('stage'),
          val(conversion).$castTo<Conversion>().as('conversion'),
          eb(`cycle.${goal}_at`, 'is not', null).$castTo<boolean>().as('is_converted'),
          eb
            .case()
            .when(eb.and(isKnown as Expression<boolean>[]))
            .then(secondsBetween(ref(`cycle.${stage}_at`), ref(`cycle.${goal}_at`)))
            .end()
            .as('seconds'),
        ]
      })
  })
  return db.selectFrom(unionByName(first!, ...others).as('pair')).selectAll('pair')
}

/** The first time in a cycle that the person asked to be contacted, with the attributes of that day. */
const raised = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(fctLeadCycles.as('cycle'))
        .where('cycle.hand_raised_at', 'is not', null)
        .select(({ ref }) => [
          'cycle.person_id',
          'cycle.cycle_number',
          dayOf(ref('cycle.hand_raised_at').$castTo<Date>()).as('date'),
          secondsBetween(ref('cycle.hand_raised_at'), ref('cycle.contacted_at')).as(
            'contact_seconds',
          ),
        ])
        .as('request'),
    )
    .innerJoin(fctFunnelEvents.as('entry'), (join) =>
      join
        .onRef('entry.person_id', '=', 'request.person_id')
        .onRef('entry.cycle_number', '=', 'request.cycle_number')
        .on('entry.stage', '=', 'lead'),
    )
    .leftJoin(dimOwnerVersions.as('owner'), (join) =>
      join
        .onRef('owner.owner_id', '=', 'entry.owner_id')
        .onRef('owner.valid_from', '<=', 'request.date')
        .onRef('owner.valid_to', '>', 'request.date'),
    )
    .leftJoin(dimAccountVersions.as('account'), (join) =>
      join
        .onRef('account.account_id', '=', 'entry.account_id')
        .onRef('account.valid_from', '<=', 'request.date')
        .onRef('account.valid_to', '>', 'request.date'),
    )
    .select(({ fn, lit, ref, val }) => [
      ...attributesOf,
      serial(ref('entry.event_id'), val('hand_raise')).as('event_id'),
      val('hand_raise').$castTo<Event>().as('event'),
      val('none').$castTo<Conversion | 'none'>().as('conversion'),
      fn.coalesce('owner.team', val('Unknown')).as('team'),
      fn.coalesce('account.segment', val('Unknown')).as('segment'),
      'request.date',
      lit(false).$castTo<boolean>().as('is_converted'),
      lit(false).$castTo<boolean>().as('is_mature'),
      lit(null).$castTo<number | null>().as('seconds_since_lead'),
      'request.contact_seconds',
    ])
