/** What successive exports of HubSpot’s deals tell of their changes. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { pick } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { asText, joined, sourceKey, tidy, withoutAddress } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { changesOf } from '../../../src/sql/version_changes.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawHubspotDeals, rawHubspotOwner } from '../../sources/hubspot.ts'
import { forecastCategories } from '../../sources/hubspot_words.ts'
import {
  opportunityHistoryColumns,
  type opportunityProperties,
} from '../objects/opportunity_history.ts'
import { stgHubspotStageColumns } from './stg_hubspot__stage_columns.ts'
import { stgHubspotStages } from './stg_hubspot__stages.ts'

type Property = (typeof opportunityProperties)[number]

export const stgHubspotDealVersions = defineTable({
  name: 'stg_hubspot__deal_versions',
  description:
    'Every value that an attribute of a HubSpot deal had in successive exports, where it had more than one; stages only of deals without columns of stage entry.',
  grain: ['opportunity_id', 'property', 'changed_at'],
  columns: pick(opportunityHistoryColumns, 'opportunity_id', 'property', 'changed_at', 'value'),
  query: (db) =>
    db
      .selectFrom(changesOf(states(db)).as('change'))
      .select(({ ref }) => [
        'change.id as opportunity_id',
        ref('change.property').$castTo<Property>().as('property'),
        'change.changed_at',
        'change.value',
      ]),
})

const states = (db: Db) =>
  unionByName(
    valuesOf(db, 'amount', ({ amount }) => asText(amount)),
    valuesOf(db, 'close_date', ({ closeDate }) => asText(closeDate)),
    valuesOf(db, 'forecast_category', ({ forecast }) =>
      chosen(forecast, forecastCategories, forecast),
    ),
    owners(db),
    stages(db),
  )

/** The values of a column of the export. */
const valuesOf = (
  db: Db,
  property: Property,
  value: (columns: {
    amount: Expression<unknown>
    closeDate: Expression<unknown>
    forecast: Expression<string | null>
  }) => RawBuilder<string | null>,
) =>
  db.selectFrom(rawHubspotDeals.as('deal')).select(({ ref, val }) => [
    sourceKey('hubspot', ref('deal.source_instance'), ref('deal.record_id')).as('id'),
    val<string>(property).as('property'),
    'deal.create_date as begun_at',
    'deal.version_at as state_at',
    value({
      amount: ref('deal.amount'),
      closeDate: ref('deal.close_date'),
      forecast: ref('deal.forecast_category'),
    }).as('value'),
  ])

/** Owners by id, or by their name where only one has it. */
const owners = (db: Db) =>
  db
    .selectFrom(rawHubspotDeals.as('deal'))
    .leftJoin(
      (from) =>
        from
          .selectFrom(rawHubspotOwner.as('owner'))
          .select(({ ref, fn }) => [
            'owner.source_instance',
            ownerName(ref('owner.first_name'), ref('owner.last_name')).as('owner_name'),
            fn.min('owner.owner_id').as('owner_id'),
          ])
          .groupBy(({ ref }) => [
            ref('owner.source_instance'),
            ownerName(ref('owner.first_name'), ref('owner.last_name')),
          ])
          .having(({ fn, eb }) => eb(fn.count('owner.owner_id').distinct(), '=', 1))
          .as('named'),
      (join) =>
        join
          .onRef('named.source_instance', '=', 'deal.source_instance')
          .on(({ eb, ref }) => eb('named.owner_name', '=', withoutAddress(ref('deal.deal_owner')))),
    )
    .select(({ ref, fn, val }) => [
      sourceKey('hubspot', ref('deal.source_instance'), ref('deal.record_id')).as('id'),
      val<string>('owner_id').as('property'),
      'deal.create_date as begun_at',
      'deal.version_at as state_at',
      sourceKey(
        'hubspot',
        ref('deal.source_instance'),
        fn.coalesce('deal.hubspot_owner_id', 'named.owner_id'),
      ).as('value'),
    ])

const ownerName = (first: Expression<string | null>, last: Expression<string | null>) =>
  joined(tidy(first), tidy(last))

/** Stages by id, or by the names of stage and pipeline. */
const stages = (db: Db) =>
  db
    .selectFrom(rawHubspotDeals.as('deal'))
    .leftJoin(
      (from) =>
        from
          .selectFrom(stgHubspotStages.as('stage'))
          .where('stage.is_in_use', '=', true)
          .select(({ fn }) => [
            'stage.source_instance',
            'stage.pipeline_name',
            'stage.stage_name',
            fn.min('stage.stage_id').as('stage_id'),
          ])
          .groupBy(['stage.source_instance', 'stage.pipeline_name', 'stage.stage_name'])
          .as('named'),
      (join) =>
        join
          .onRef('named.source_instance', '=', 'deal.source_instance')
          .on(({ eb, ref }) => eb('named.stage_name', '=', tidy(ref('deal.deal_stage'))))
          .on(
            ({ ref }) =>
              sql<boolean>`${ref('named.pipeline_name')} is not distinct from ${tidy(ref('deal.pipeline'))}`,
          ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(stgHubspotStageColumns.as('entry'))
            .whereRef('entry.source_instance', '=', 'deal.source_instance')
            .whereRef('entry.deal_id', '=', 'deal.record_id')
            .select('entry.deal_id'),
        ),
      ),
    )
    .select(({ ref, fn, val }) => [
      sourceKey('hubspot', ref('deal.source_instance'), ref('deal.record_id')).as('id'),
      val<string>('stage_id').as('property'),
      'deal.create_date as begun_at',
      'deal.version_at as state_at',
      fn
        .coalesce(
          sourceKey('hubspot', ref('deal.source_instance'), ref('deal.deal_stage_id')),
          'named.stage_id',
        )
        .as('value'),
    ])
