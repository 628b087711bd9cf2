/** The states of opportunities that Salesforce's exports tell of: histories, and successive exports. */
import type { Expression } from 'kysely'
import type { Day, Local } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { countOf, placeInChain, sinceCreation } from '../../../src/sql/history.ts'
import { salesforceKey, shareIn, shareOf } from '../../../src/sql/salesforce.ts'
import { asText, sourceKey, tidy } from '../../../src/sql/text.ts'
import type { Db } from '../../../src/table.ts'
import {
  rawSalesforceOpportunityHistory,
  rawSalesforceOpportunityHistoryReport,
} from '../../sources/salesforce_histories.ts'
import {
  forecastCategories,
  rawSalesforceOpportunities,
  rawSalesforceOpportunityVersions,
} from '../../sources/salesforce_opportunities.ts'

/** What both the rows of a history and those of successive exports say of an opportunity. */
interface Said {
  instance: Expression<string>
  stage: Expression<string | null>
  amount: Expression<Local | null>
  closeDate: Expression<Day | null>
  /** A share of 1. */
  probability: Expression<number | null>
}

const attributes = ({ instance, stage, amount, closeDate, probability }: Said) =>
  [
    sourceKey('salesforce', instance, tidy(stage)).as('stage_id'),
    asText(amount).as('amount'),
    asText(closeDate).as('close_date'),
    asText(probability).as('probability'),
  ] as const

const label = (category: Expression<string | null>) =>
  chosen(category, forecastCategories, category)

/** After each change, to the second. */
export const statesOfHistory = (db: Db) =>
  db
    .selectFrom(rawSalesforceOpportunityHistory.as('change'))
    .where('change.is_gone', '=', false)
    .select(({ ref }) => [
      salesforceKey(ref('change.source_instance'), ref('change.opportunity_id')).as('record_id'),
      'change.created_date as changed_at',
      'change.id as sequence',
      ...attributes({
        instance: ref('change.source_instance'),
        stage: ref('change.stage_name'),
        amount: ref('change.amount'),
        closeDate: ref('change.close_date'),
        probability: shareOf(ref('change.probability')),
      }),
      label(ref('change.forecast_category')).as('forecast_category'),
    ])

/** The same from a report, mostly by day. */
export const statesOfReport = (db: Db) =>
  db
    .selectFrom(rawSalesforceOpportunityHistoryReport.as('change'))
    .where('change.is_gone', '=', false)
    .select(({ ref }) => [
      salesforceKey(ref('change.source_instance'), ref('change.opportunity_id')).as('record_id'),
      'change.last_modified as changed_at',
      placeInChain(ref('change.from_stage'), ref('change.to_stage'), [
        ref('change.source_instance'),
        ref('change.opportunity_id'),
        ref('change.last_modified'),
      ]).as('sequence'),
      ...attributes({
        instance: ref('change.source_instance'),
        stage: ref('change.to_stage'),
        amount: ref('change.amount'),
        closeDate: ref('change.close_date'),
        probability: shareIn(ref('change.probability')),
      }),
    ])

/** As the connector keeps them. */
export const statesOfVersions = (db: Db) =>
  db.selectFrom(rawSalesforceOpportunityVersions.as('version')).select(({ fn, ref }) => {
    const record = salesforceKey(ref('version.source_instance'), ref('version.id'))
    const began = ref('version._fivetran_start')
    return [
      record.as('record_id'),
      sinceCreation(began, ref('version.created_date'), { by: [record], order: [began] }).as(
        'changed_at',
      ),
      'version.id as sequence',
      salesforceKey(ref('version.source_instance'), ref('version.owner_id')).as('owner_id'),
      ...attributes({
        instance: ref('version.source_instance'),
        stage: ref('version.stage_name'),
        amount: ref('version.amount'),
        closeDate: ref('version.close_date'),
        probability: shareIn(ref('version.probability')),
      }),
      label(fn.coalesce('version.forecast_category_name', 'version.forecast_category')).as(
        'forecast_category',
      ),
    ]
  })

/**
 * As successive exports show them; nothing of an opportunity that they show in one state only. The
 * rows of reports, which are dated by day, count only where no export has the opportunity.
 */
export const statesOfExports = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(rawSalesforceOpportunities.as('version'))
        .leftJoin(exported(db).as('exported'), (join) =>
          join.on(({ eb, ref }) =>
            eb(
              'exported.record_id',
              '=',
              salesforceKey(ref('version.source_instance'), ref('version.id')),
            ),
          ),
        )
        .where(({ eb, or }) =>
          or([eb('version.owner_id', 'is not', null), eb('exported.record_id', 'is', null)]),
        )
        .select(({ fn, ref }) => {
          const record = salesforceKey(ref('version.source_instance'), ref('version.id'))
          const states = { by: [record], order: [ref('version.version_at'), ref('version.id')] }
          return [
            record.as('record_id'),
            sinceCreation(ref('version.version_at'), ref('version.created_date'), states).as(
              'changed_at',
            ),
            'version.id as sequence',
            salesforceKey(ref('version.source_instance'), ref('version.owner_id')).as('owner_id'),
            ...attributes({
              instance: ref('version.source_instance'),
              stage: ref('version.stage_name'),
              amount: ref('version.amount'),
              closeDate: ref('version.close_date'),
              probability: shareIn(ref('version.probability')),
            }),
            label(fn.coalesce('version.forecast_category_name', 'version.forecast_category')).as(
              'forecast_category',
            ),
            countOf({ by: [record] }).as('state_count'),
          ]
        })
        .as('state'),
    )
    .where('state.state_count', '>', 1)
    .select([
      'state.record_id',
      'state.changed_at',
      'state.sequence',
      'state.stage_id',
      'state.amount',
      'state.close_date',
      'state.probability',
      'state.forecast_category',
      'state.owner_id',
    ])

const exported = (db: Db) =>
  db
    .selectFrom(rawSalesforceOpportunities.as('row'))
    .where('row.owner_id', 'is not', null)
    .select(({ ref }) => salesforceKey(ref('row.source_instance'), ref('row.id')).as('record_id'))
    .distinct()
