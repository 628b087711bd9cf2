/** What changed of opportunities between successive generic exports of them. */
import type { Expression } from 'kysely'
import { firstKnown } from '../../../src/sql/known.ts'
import { asText, sourceKey, tidy } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { isChange } from '../../../src/sql/window.ts'
import type { Db } from '../../../src/table.ts'
import { rawGenericOpportunities } from '../../sources/generic_opportunities.ts'
import { opportunityProperties } from '../objects/opportunity_history.ts'
import type { OpportunityChange } from './opportunity_changes.ts'
import { reference } from './staged.ts'
import { stgGenericStageNames } from './stg_generic__stage_names.ts'

/** Every value of every property, of opportunities of which more than one state is known. */
export function inVersions(db: Db): Expression<OpportunityChange> {
  const [first, ...others] = opportunityProperties.map(
    (property): Expression<OpportunityChange> =>
      db
        .selectFrom(
          db
            .selectFrom(states(db).as('state'))
            .select(({ ref }) => [
              'state.opportunity_id',
              'state.version_at',
              `state.${property} as value`,
              isChange([ref(`state.${property}`)], {
                by: [ref('state.opportunity_id')],
                order: [ref('state.version_at')],
              }).as('is_change'),
            ])
            .as('state'),
        )
        .where('state.is_change', '=', true)
        .select(({ lit, val }) => [
          lit(3).$castTo<number>().as('rank'),
          'state.opportunity_id',
          val(property).as('property'),
          'state.version_at as changed_at',
          'state.value',
        ]),
  )
  return unionByName(first!, ...others)
}

/** The states of the opportunities of which there are several. */
const states = (db: Db) =>
  db
    .selectFrom(rawGenericOpportunities.as('opportunity'))
    .leftJoin(stgGenericStageNames.as('name'), (join) =>
      join
        .onRef('name.source_instance', '=', 'opportunity.source_instance')
        .on(({ and, eb, ref }) =>
          and([
            eb(ref('name.written_name'), '=', tidy(ref('opportunity.stage_name'))),
            eb(
              ref('name.pipeline_name'),
              'is not distinct from',
              firstKnown<string | null>(
                tidy(ref('opportunity.pipeline_name')),
                ref('opportunity.pipeline_id'),
              ),
            ),
          ]),
        ),
    )
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom(rawGenericOpportunities.as('other'))
          .whereRef('other.source_instance', '=', 'opportunity.source_instance')
          .whereRef('other.opportunity_id', '=', 'opportunity.opportunity_id')
          .whereRef('other.version_at', '!=', 'opportunity.version_at')
          .select('other.opportunity_id'),
      ),
    )
    .select(({ ref }) => {
      const instance = ref('opportunity.source_instance')
      return [
        sourceKey('generic', instance, ref('opportunity.opportunity_id')).as('opportunity_id'),
        'opportunity.version_at',
        firstKnown<string | null>(
          reference(instance, ref('opportunity.stage_id')),
          ref('name.stage_id'),
        ).as('stage_id'),
        asText(ref('opportunity.amount_local')).as('amount'),
        asText(ref('opportunity.closes_at')).as('close_date'),
        reference(instance, ref('opportunity.owner_id')).as('owner_id'),
        'opportunity.forecast_category',
        reference(instance, ref('opportunity.pipeline_id')).as('pipeline_id'),
        asText(ref('opportunity.probability')).as('probability'),
      ]
    })
