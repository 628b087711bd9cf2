/** The rows of Salesforce's field histories of opportunities, of the API and of the report alike. */
import { type Expression, expressionBuilder } from 'kysely'
import { chosen, isOneOf } from '../../../src/sql/choice.ts'
import { placeInChain } from '../../../src/sql/history.ts'
import { amountIn, dayIn, ownerIdIn, salesforceKey, shareIn } from '../../../src/sql/salesforce.ts'
import { asText, sourceKey, tidy } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import type { Db } from '../../../src/table.ts'
import {
  rawSalesforceOpportunityFieldHistory,
  rawSalesforceOpportunityFieldHistoryReport,
} from '../../sources/salesforce_histories.ts'
import { forecastCategories } from '../../sources/salesforce_opportunities.ts'
import type { opportunityProperties } from '../objects/opportunity_history.ts'

type Property = (typeof opportunityProperties)[number]

/** The fields by the API's name and by the labels of reports. */
const properties: readonly (readonly [field: string, property: Property])[] = [
  ...['StageName', 'Stage', 'Phase', 'Étape'].map((field) => [field, 'stage_id'] as const),
  ...['Amount', 'Betrag', 'Montant'].map((field) => [field, 'amount'] as const),
  ...['CloseDate', 'Close Date', 'Schlusstermin', 'Date de clôture'].map(
    (field) => [field, 'close_date'] as const,
  ),
  ...['Owner', 'OwnerId', 'Opportunity Owner', 'Opportunity-Inhaber'].map(
    (field) => [field, 'owner_id'] as const,
  ),
  ...['ForecastCategoryName', 'ForecastCategory', 'Forecast Category', 'Prognosekategorie'].map(
    (field) => [field, 'forecast_category'] as const,
  ),
  ...['Probability', 'Probability (%)', 'Wahrscheinlichkeit (%)', 'Probabilité (%)'].map(
    (field) => [field, 'probability'] as const,
  ),
]
const creations = ['created', 'Created.', 'opportunityCreatedFromLead', 'Erstellt.', 'Créé.']

/** Each row with its opportunity and property; the property is null of a field that is not tracked here. */
export const fieldRows = (db: Db) =>
  db
    .selectFrom(
      unionByName(
        db
          .selectFrom(rawSalesforceOpportunityFieldHistory.as('change'))
          .where('change.is_gone', '=', false)
          .select(({ lit }) => [
            lit(3).$castTo<number>().as('source_rank'),
            'change.source_instance',
            'change.opportunity_id',
            'change.field',
            'change.created_date as changed_at',
            'change.id as sequence',
            'change.old_value',
            'change.new_value',
          ]),
        db
          .selectFrom(rawSalesforceOpportunityFieldHistoryReport.as('change'))
          .where('change.is_gone', '=', false)
          .select(({ lit, ref }) => [
            lit(4).$castTo<number>().as('source_rank'),
            'change.source_instance',
            'change.opportunity_id',
            'change.field',
            'change.edit_date as changed_at',
            placeInChain(ref('change.old_value'), ref('change.new_value'), [
              ref('change.source_instance'),
              ref('change.opportunity_id'),
              ref('change.field'),
              ref('change.edit_date'),
            ]).as('sequence'),
            'change.old_value',
            'change.new_value',
          ]),
      ).as('written'),
    )
    .select(({ ref, val }) => [
      'written.source_rank',
      'written.source_instance',
      salesforceKey(ref('written.source_instance'), ref('written.opportunity_id')).as('record_id'),
      chosen(ref('written.field'), properties, val(null)).as('property'),
      isOneOf(ref('written.field'), creations).as('is_creation'),
      'written.changed_at',
      'written.sequence',
      'written.old_value',
      'written.new_value',
      ownerIdIn(ref('written.old_value')).as('old_owner_id'),
      ownerIdIn(ref('written.new_value')).as('new_owner_id'),
    ])

/** A value as the histories of all systems write it, from the text that Salesforce writes. */
export function valueWritten(
  property: Expression<string | null>,
  instance: Expression<string>,
  written: Expression<string | null>,
) {
  const eb = expressionBuilder<object>()
  const category = tidy(written)
  return eb
    .case()
    .when(eb(property, '=', 'stage_id'))
    .then(sourceKey('salesforce', instance, tidy(written)))
    .when(eb(property, '=', 'owner_id'))
    .then(salesforceKey(instance, ownerIdIn(written)))
    .when(eb(property, '=', 'amount'))
    .then(asText(amountIn(written)))
    .when(eb(property, '=', 'close_date'))
    .then(asText(dayIn(written)))
    .when(eb(property, '=', 'probability'))
    .then(asText(shareIn(written)))
    .else(chosen(category, forecastCategories, category))
    .end()
}
