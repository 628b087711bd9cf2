/** Stages that opportunities and their histories name: what they are and in which order, where no setting says it. */
import { settings } from '../../../src/settings.ts'
import { chosen, isOneOf } from '../../../src/sql/choice.ts'
import { comparable, matched, wholeNumberOf } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { place } from '../../../src/sql/window.ts'
import type { Db } from '../../../src/table.ts'
import type { stageTypes } from '../objects/stages.ts'
import { stgSalesforceOpportunities } from './stg_salesforce__opportunities.ts'
import { stgSalesforceOpportunityHistory } from './stg_salesforce__opportunity_history.ts'
import { stgSalesforceReportedOpportunities } from './stg_salesforce__reported_opportunities.ts'

type StageType = (typeof stageTypes)[number]

// Names of Salesforce's own picklist, and of the settings; else a stage is closed by IsClosed only.
const won = [
  ...settings.wonStages,
  'geschlossen gewonnen',
  'geschlossen und gewonnen',
  'clôturée gagnée',
]
const lost = [
  ...settings.lostStages,
  'geschlossen verloren',
  'geschlossen und verloren',
  'clôturée perdue',
]
const open = [
  'prospecting',
  'qualification',
  'needs analysis',
  'value proposition',
  'id. decision makers',
  'perception analysis',
  'proposal/price quote',
  'negotiation/review',
].map((name, index) => [name, `${index}`] as const)

/**
 * Stages by their id, with name, type, place and probability. Closed ones come last; the others stand
 * as in Salesforce's picklist where all are of it, else as opportunities came to them on average.
 */
export const stagesInUse = (db: Db) =>
  db
    .with('visit', (from) =>
      from
        .selectFrom(
          unionByName(
            from
              .selectFrom(stgSalesforceOpportunityHistory.as('change'))
              .where('change.property', '=', 'stage_id')
              .select(({ ref }) => [
                'change.opportunity_id',
                'change.value as stage_id',
                ref('change.changed_at').$castTo<Date | null>().as('entered_at'),
              ]),
            current(db, stgSalesforceOpportunities),
            current(db, stgSalesforceReportedOpportunities),
          ).as('visit'),
        )
        .where('visit.stage_id', 'is not', null)
        .groupBy(['visit.opportunity_id', 'visit.stage_id'])
        .select(({ fn, ref }) => [
          'visit.opportunity_id',
          ref('visit.stage_id').$castTo<string>().as('stage_id'),
          fn.min('visit.entered_at').as('entered_at'),
        ]),
    )
    .with('average', (from) =>
      from
        .selectFrom(
          from
            .selectFrom('visit')
            .select(({ ref }) => [
              'visit.stage_id',
              place({
                by: [ref('visit.opportunity_id')],
                order: [ref('visit.entered_at'), ref('visit.stage_id')],
              }).as('place'),
            ])
            .as('visit'),
        )
        .groupBy('visit.stage_id')
        .select(({ fn }) => ['visit.stage_id', fn.avg<number>('visit.place').as('place')]),
    )
    .with('held', (from) =>
      from
        .selectFrom(stgSalesforceOpportunities.as('opportunity'))
        .groupBy('opportunity.stage_id')
        .select(({ fn }) => [
          'opportunity.stage_id',
          fn<boolean | null>('bool_or', ['opportunity.is_won']).as('is_won'),
          fn<boolean | null>('bool_or', ['opportunity.is_closed']).as('is_closed'),
          fn.avg<number | null>('opportunity.probability').as('probability'),
        ]),
    )
    .with('stage', (from) =>
      from
        .selectFrom('average')
        .leftJoin('held', 'held.stage_id', 'average.stage_id')
        .select(({ eb, fn, ref, val }) => {
          const name = matched(ref('average.stage_id'), '^[^:]*:(.*)$')
          return [
            'average.stage_id',
            fn
              .coalesce(matched(ref('average.stage_id'), '^salesforce\\.?([^:]*):'), val(''))
              .as('source_instance'),
            name.as('stage_name'),
            eb
              .case()
              .when(fn.coalesce('held.is_won', isOneOf(comparable(name), won)), '=', true)
              .then<StageType>('won')
              .when(fn.coalesce('held.is_closed', isOneOf(comparable(name), lost)), '=', true)
              .then<StageType>('lost')
              .else<StageType>('open')
              .end()
              .as('stage_type'),
            'average.place',
            wholeNumberOf(chosen(comparable(name), open, val(null))).as('usual_place'),
            'held.probability',
          ]
        }),
    )
    .with('known', (from) =>
      from.selectFrom('stage').select(({ fn, eb }) => [
        'stage.stage_id',
        'stage.source_instance',
        'stage.stage_name',
        'stage.stage_type',
        'stage.place',
        'stage.usual_place',
        'stage.probability',
        fn
          .countAll<number>()
          .filterWhere(
            eb.and([eb('stage.stage_type', '=', 'open'), eb('stage.usual_place', 'is', null)]),
          )
          .over((over) => over.partitionBy('stage.source_instance'))
          .as('unusual_count'),
      ]),
    )
    .selectFrom('known as stage')
    .select(({ eb, ref }) => [
      'stage.stage_id',
      'stage.source_instance',
      'stage.stage_name',
      'stage.stage_type',
      'stage.probability',
      place({
        by: [ref('stage.source_instance')],
        order: [
          eb
            .case()
            .when('stage.stage_type', '=', 'open')
            .then(0)
            .when('stage.stage_type', '=', 'won')
            .then(1)
            .else(2)
            .end(),
          eb.case().when('stage.unusual_count', '=', 0).then(ref('stage.usual_place')).end(),
          ref('stage.place'),
          ref('stage.stage_id'),
        ],
      }).as('stage_number'),
    ])

const current = (
  db: Db,
  table: typeof stgSalesforceOpportunities | typeof stgSalesforceReportedOpportunities,
) =>
  db
    .selectFrom((table as typeof stgSalesforceReportedOpportunities).as('opportunity'))
    .select([
      'opportunity.opportunity_id',
      'opportunity.stage_id',
      'opportunity.modified_at as entered_at',
    ])
