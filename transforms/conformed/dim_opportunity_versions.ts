/** What an opportunity was at every instant. */
import type { ExpressionBuilder } from 'kysely'
import { flag, localMoney, text, timestamp } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { latestWhere } from '../../src/sql/latest.ts'
import { asText, comparable, instantOf, localMoneyOf, nothingAsNull } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { beginningInstant, endInstant } from '../../src/sql/versions.ts'
import { carriedFrom, following, previous } from '../../src/sql/window.ts'
import { type Db, defineTable } from '../../src/table.ts'
import type { opportunityProperties } from '../staging/objects/opportunity_history.ts'
import { stgOpportunities } from '../staging/stg_opportunities.ts'
import { stgOpportunityHistory } from '../staging/stg_opportunity_history.ts'
import { dimOwners } from './dim_owners.ts'
import { dimStages } from './dim_stages.ts'
import { mapOpportunities } from './map_opportunities.ts'
import { mapOwners } from './map_owners.ts'
import { stageLabels } from './stage_labels.ts'

export const dimOpportunityVersions = defineTable({
  name: 'dim_opportunity_versions',
  description:
    'The state of every opportunity that counts over time, from its history until data_as_of; an attribute without history has its last exported value all along.',
  grain: ['opportunity_id', 'valid_from'],
  relations: [
    { column: 'opportunity_id', to: mapOpportunities },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'stage_id', to: dimStages, unknown: 'unknown' },
  ],
  columns: {
    opportunity_id: text('The opportunity.'),
    owner_id: text('The owner; `unknown` without one.'),
    stage_id: text('The stage; `unknown` where the CRM lists it no more.'),
    forecast_category: text('The rep’s own; `Unknown` without one.'),
    has_history: flag('Whether the stages come from a history.'),
    closes_at: timestamp('When it closed, or is expected to, as the CRM says.').nullable(),
    valid_from: timestamp('From when on it holds.'),
    valid_to: timestamp('When it holds no more.'),
    amount_local: localMoney('What it is worth; null while that is not said.').nullable(),
  },
  query: (db) =>
    db
      .with('state', (from) =>
        from.selectFrom(instants(db).as('instant')).select(({ eb, fn, ref, val }) => {
          const rows = {
            by: [ref('instant.opportunity_id')],
            order: [ref('instant.changed_at')],
          }
          return [
            'instant.opportunity_id',
            eb
              .case()
              .when(previous(ref('instant.changed_at'), rows), 'is', null)
              .then(beginningInstant)
              .else(ref('instant.changed_at'))
              .end()
              .as('valid_from'),
            carriedFrom(ref('instant.owner_id'), val(''), rows).as('owner_id'),
            carriedFrom(ref('instant.stage_id'), val(''), rows).as('stage_id'),
            carriedFrom(ref('instant.forecast_category'), val(''), rows).as('forecast_category'),
            carriedFrom(ref('instant.close_date'), val(''), rows).as('close_date'),
            carriedFrom(ref('instant.amount'), val(''), rows).as('amount'),
            fn.coalesce(following(ref('instant.changed_at'), rows), endInstant).as('valid_to'),
          ]
        }),
      )
      .selectFrom('state')
      // What a later change says of now is cut off; that there is a later one still tells that the
      // attribute was not set before.
      .innerJoin(dataAsOf.as('run'), (join) => join.onRef('run.as_of', '>=', 'state.valid_from'))
      .innerJoin(
        stgOpportunities.as('opportunity'),
        'opportunity.opportunity_id',
        'state.opportunity_id',
      )
      .leftJoin(mapOwners.as('keyed'), (join) =>
        join.on(({ eb, fn }) =>
          eb('keyed.source_key', '=', fn.coalesce('state.owner_id', 'opportunity.owner_id')),
        ),
      )
      .leftJoin(dimOwners.as('addressed'), 'addressed.owner_email', 'opportunity.owner_email')
      .leftJoin(mapOwners.as('named'), (join) =>
        join
          .onRef('named.source_system', '=', 'opportunity.source_system')
          .onRef('named.source_instance', '=', 'opportunity.source_instance')
          .on(({ eb, ref }) =>
            eb('named.owner_name', '=', comparable(ref('opportunity.owner_name'))),
          ),
      )
      .leftJoin(stageLabels(db).as('labelled'), (join) =>
        join
          .onRef('labelled.source_system', '=', 'opportunity.source_system')
          .onRef('labelled.source_instance', '=', 'opportunity.source_instance')
          .onRef('labelled.pipeline_name', 'is not distinct from', 'opportunity.pipeline_name')
          .onRef('labelled.stage_name', '=', 'opportunity.stage_name'),
      )
      .leftJoin(dimStages.as('stage'), (join) =>
        join.on(({ eb, fn }) =>
          eb(
            'stage.stage_id',
            '=',
            fn.coalesce('state.stage_id', 'opportunity.stage_id', 'labelled.stage_id'),
          ),
        ),
      )
      .select(({ eb, fn, ref, val }) => [
        'state.opportunity_id',
        eb
          .case()
          .when('state.owner_id', 'is not', null)
          .then(fn.coalesce('keyed.owner_id', val('unknown')))
          .else(
            fn.coalesce('keyed.owner_id', 'addressed.owner_id', 'named.owner_id', val('unknown')),
          )
          .end()
          .as('owner_id'),
        fn.coalesce('stage.stage_id', val('unknown')).as('stage_id'),
        fn
          .coalesce(
            nothingAsNull(fn.coalesce('state.forecast_category', 'opportunity.forecast_category')),
            val('Unknown'),
          )
          .as('forecast_category'),
        eb('state.stage_id', 'is not', null).$castTo<boolean>().as('has_history'),
        eb
          .case()
          .when('state.close_date', 'is', null)
          .then(ref('opportunity.closes_at'))
          .else(instantOf(ref('state.close_date')))
          .end()
          .as('closes_at'),
        'state.valid_from',
        eb
          .case()
          .when('state.valid_to', '>', ref('run.as_of'))
          .then(endInstant)
          .else(ref('state.valid_to'))
          .end()
          .as('valid_to'),
        localMoneyOf(fn.coalesce('state.amount', asText(ref('opportunity.amount_local')))).as(
          'amount_local',
        ),
      ]),
})

/** One row per opportunity and instant of change, with what changed; '' is a value that was cleared, or not set yet. */
const instants = (db: Db) =>
  db
    .selectFrom(
      unionByName(
        db
          .selectFrom(stgOpportunityHistory.as('history'))
          .innerJoin(mapOpportunities.as('map'), 'map.opportunity_id', 'history.opportunity_id')
          .where('map.is_in_facts', '=', true)
          .select(({ fn, val }) => [
            'history.opportunity_id',
            'history.property',
            'history.changed_at',
            fn.coalesce('history.value', val('')).as('value'),
          ]),
        db
          .selectFrom(mapOpportunities.as('map'))
          .where('map.is_in_facts', '=', true)
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom(stgOpportunityHistory.as('history'))
                  .whereRef('history.opportunity_id', '=', 'map.opportunity_id')
                  .select('history.property'),
              ),
            ),
          )
          .select(({ lit, val }) => [
            'map.opportunity_id',
            val('stage_id').$castTo<Property>().as('property'),
            beginningInstant.as('changed_at'),
            lit(null).$castTo<never>().as('value'),
          ]),
      ).as('change'),
    )
    .select((eb) => [
      'change.opportunity_id',
      'change.changed_at',
      lastOf(eb, 'owner_id').as('owner_id'),
      lastOf(eb, 'stage_id').as('stage_id'),
      lastOf(eb, 'forecast_category').as('forecast_category'),
      lastOf(eb, 'close_date').as('close_date'),
      lastOf(eb, 'amount').as('amount'),
    ])
    .groupBy(['change.opportunity_id', 'change.changed_at'])

type Property = (typeof opportunityProperties)[number]

const lastOf = (
  eb: ExpressionBuilder<{ change: { property: Property; value: string } }, 'change'>,
  property: Property,
) => latestWhere(eb.ref('change.value'), eb.lit(1), eb('change.property', '=', property))
