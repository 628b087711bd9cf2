/** The stages of the funnel that people reached, one event a row. */
import { type Day, day, flag, integer, oneOf, text, timestamp } from '../../src/columns.ts'
import { regionOf } from '../../src/sql/geography.ts'
import { earliest } from '../../src/sql/known.ts'
import { asText, serial } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { cycleStages, type FunnelStage, funnelStages } from '../funnel_stages.ts'
import { dimAccountVersions } from './dim_account_versions.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimCampaigns } from './dim_campaigns.ts'
import { dimOwnerVersions } from './dim_owner_versions.ts'
import { dimOwners } from './dim_owners.ts'
import { dimPeople } from './dim_people.ts'
import { fctLeadCycles } from './fct_lead_cycles.ts'
import { fctTouchpoints } from './fct_touchpoints.ts'

export const fctFunnelEvents = defineTable({
  name: 'fct_funnel_events',
  description:
    'One row per person, lead cycle and stage of the funnel reached, and one per visitor of the website, known or not, with the attributes of the day.',
  grain: ['event_id'],
  relations: [
    { column: 'person_id', to: dimPeople },
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' },
  ],
  columns: {
    event_id: text('The person, the cycle and the stage.'),
    stage: oneOf(funnelStages, 'The stage that was reached; a visitor came to the website first.'),
    person_id: text('The person; a visitor whom nobody knows is one of their own.'),
    cycle_number: integer('The lead cycle of the person; 0 of a visitor.'),
    account_id: text('The person’s account; `unknown` without one.'),
    owner_id: text('The person’s present owner, else the account’s; `unknown` without both.'),
    campaign_id: text('The campaign that brought the person; `not_allocated` without one.'),
    source_system: text('The CRM of the cycle; of a visitor, the analytics.'),
    channel: text('The channel that brought the person.'),
    lead_source: text(
      'Where the lead came from, as the CRM names it; `Not allocated` of a visitor.',
    ),
    team: text('The team of the owner on the day.'),
    segment: text('The segment of the account on the day.'),
    country_name: text('The person’s country, else the account’s; `Unknown` without both.'),
    region: text('The region of that country, by the settings.'),
    is_inferred: flag('Whether the stage was skipped and is reached with a later one.'),
    occurred_at: timestamp('When.'),
    date: day('The day of occurred_at.'),
  },
  query: (db) =>
    db
      .selectFrom(unionByName(visitors(db), ...stagesOfCycles(db)).as('event'))
      .innerJoin(dimPeople.as('person'), 'person.person_id', 'event.person_id')
      .innerJoin(dimAccounts.as('company'), 'company.account_id', 'event.account_id')
      .leftJoin(dimOwnerVersions.as('owner'), (join) =>
        join
          .onRef('owner.owner_id', '=', 'event.owner_id')
          .onRef('owner.valid_from', '<=', 'event.date')
          .onRef('owner.valid_to', '>', 'event.date'),
      )
      .leftJoin(dimAccountVersions.as('account'), (join) =>
        join
          .onRef('account.account_id', '=', 'event.account_id')
          .onRef('account.valid_from', '<=', 'event.date')
          .onRef('account.valid_to', '>', 'event.date'),
      )
      .select(({ eb, fn, ref, val }) => [
        serial(ref('event.person_id'), asText(ref('event.cycle_number')), ref('event.stage')).as(
          'event_id',
        ),
        'event.stage',
        'event.person_id',
        'event.cycle_number',
        'event.account_id',
        'event.owner_id',
        'event.campaign_id',
        'event.source_system',
        'event.channel',
        'event.lead_source',
        fn.coalesce('owner.team', val('Unknown')).as('team'),
        fn.coalesce('account.segment', val('Unknown')).as('segment'),
        eb
          .case()
          .when('person.country', 'is', null)
          .then(ref('company.country_name'))
          .else(ref('person.country_name'))
          .end()
          .as('country_name'),
        regionOf(fn.coalesce('person.country', 'company.country')).as('region'),
        'event.is_inferred',
        'event.occurred_at',
        'event.date',
      ]),
})

/** A person once, by the first session of any of the browsers. */
const visitors = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(fctTouchpoints.as('session'))
        .where('session.touchpoint_type', '=', 'session')
        .where('session.person_id', '!=', 'unknown')
        .groupBy('session.person_id')
        .select(({ fn, ref }) => {
          const first = (column: 'account_id' | 'campaign_id' | 'source_system' | 'channel') =>
            earliest(ref(`session.${column}`), ref('session.occurred_at'))
              .$castTo<string>()
              .as(column)
          return [
            'session.person_id',
            first('campaign_id'),
            first('source_system'),
            first('channel'),
            fn.min('session.occurred_at').as('occurred_at'),
          ]
        })
        .as('visitor'),
    )
    .innerJoin(dimPeople.as('known'), 'known.person_id', 'visitor.person_id')
    .innerJoin(dimAccounts.as('employer'), 'employer.account_id', 'known.account_id')
    .select(({ fn, lit, ref, val }) => [
      val('visitor').$castTo<FunnelStage>().as('stage'),
      'visitor.person_id',
      lit(0).$castTo<number>().as('cycle_number'),
      'known.account_id',
      fn
        .coalesce(
          fn<string | null>('nullif', ['known.owner_id', val('unknown')]),
          'employer.owner_id',
        )
        .as('owner_id'),
      'visitor.campaign_id',
      'visitor.source_system',
      'visitor.channel',
      val<string>('Not allocated').as('lead_source'),
      lit(false).$castTo<boolean>().as('is_inferred'),
      'visitor.occurred_at',
      dayOf(ref('visitor.occurred_at')).as('date'),
    ])

const stagesOfCycles = (db: Db) =>
  cycleStages.map((stage) =>
    db
      .selectFrom(fctLeadCycles.as('cycle'))
      .where(`cycle.${stage}_at`, 'is not', null)
      .select(({ lit, ref, val }) => {
        const at = ref(`cycle.${stage}_at`).$castTo<Date>()
        return [
          val(stage).$castTo<FunnelStage>().as('stage'),
          'cycle.person_id',
          'cycle.cycle_number',
          'cycle.account_id',
          'cycle.owner_id',
          'cycle.campaign_id',
          'cycle.source_system',
          'cycle.channel',
          'cycle.lead_source',
          (stage === 'customer'
            ? lit(false).$castTo<boolean>()
            : ref(`cycle.is_${stage}_inferred`)
          ).as('is_inferred'),
          at.as('occurred_at'),
          dayOf(at).$castTo<Day>().as('date'),
        ]
      }),
  )
