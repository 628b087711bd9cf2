/** Stages, from the generic files. */
import type { Expression } from 'kysely'
import { settings } from '../../../src/settings.ts'
import { isOneOf } from '../../../src/sql/choice.ts'
import { firstInOrder, firstKnown, holdsForMost } from '../../../src/sql/known.ts'
import { comparable, sourceKey } from '../../../src/sql/text.ts'
import { place } from '../../../src/sql/window.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawGenericStages } from '../../sources/generic_opportunities.ts'
import { stageColumns, type stageTypes } from '../objects/stages.ts'
import { stageEntries } from './stage_entries.ts'
import { stageMentions } from './stage_mentions.ts'
import { stgGenericStageNames } from './stg_generic__stage_names.ts'

type StageType = (typeof stageTypes)[number]

export const stgGenericStages = defineTable({
  name: 'stg_generic__stages',
  description:
    'The stages that any generic file names. Where generic/stages does not say of a stage whether it is won or lost, its opportunities do, else its label (settings wonStages, lostStages); where it does not say the place, the order in which opportunities enter stages does.',
  grain: ['stage_id'],
  columns: stageColumns,
  query: (db) =>
    db
      .selectFrom(known(db).as('known'))
      .leftJoin(rawGenericStages.as('stage'), (join) =>
        join
          .onRef('stage.source_instance', '=', 'known.source_instance')
          .on(({ eb, ref }) =>
            eb(
              sourceKey('generic', ref('stage.source_instance'), ref('stage.stage_id')),
              '=',
              ref('known.stage_id'),
            ),
          ),
      )
      .leftJoin(order(db).as('order'), 'order.stage_id', 'known.stage_id')
      .select(({ eb, fn, lit, ref, val }) => [
        'known.stage_id',
        sourceKey(
          'generic',
          ref('known.source_instance'),
          firstKnown(ref('known.pipeline_id'), ref('known.pipeline_name'), val('default')),
        ).as('pipeline_id'),
        val('generic').as('source_system'),
        'known.source_instance',
        'known.stage_name',
        'known.pipeline_name',
        eb
          .case()
          .when('stage.stage_type', 'is not', null)
          .then(ref('stage.stage_type').$castTo<StageType>())
          .when('known.is_won', '=', true)
          .then<StageType>('won')
          .when('known.is_lost', '=', true)
          .then<StageType>('lost')
          .when(isOneOf(comparable(ref('known.stage_name')), settings.wonStages))
          .then<StageType>('won')
          .when(isOneOf(comparable(ref('known.stage_name')), settings.lostStages))
          .then<StageType>('lost')
          .when('known.is_closed', '=', true)
          .then<StageType>('lost')
          .else<StageType>('open')
          .end()
          .as('stage_type'),
        'stage.forecast_category',
        fn.coalesce('stage.is_in_use', lit(true).$castTo<boolean>()).as('is_in_use'),
        fn.coalesce('stage.stage_number', 'order.stage_number').as('stage_number'),
        'stage.probability',
      ]),
})

/** The stages, with what the mentions say of them; the stages’ own file first. */
const known = (db: Db) =>
  db
    .selectFrom(mentioned(db).as('mention'))
    .groupBy(['mention.source_instance', 'mention.stage_id'])
    .select(({ ref }) => {
      const rank = ref('mention.rank')
      const first = <T extends string | null>(value: Expression<T>) =>
        firstInOrder(value, rank, value)
      return [
        'mention.source_instance',
        'mention.stage_id',
        first(ref('mention.stage_name')).as('stage_name'),
        first(ref('mention.pipeline_id')).as('pipeline_id'),
        first(ref('mention.pipeline_name')).as('pipeline_name'),
        holdsForMost(ref('mention.is_won')).as('is_won'),
        holdsForMost(ref('mention.is_lost')).as('is_lost'),
        holdsForMost(ref('mention.is_closed')).as('is_closed'),
      ]
    })

const mentioned = (db: Db) =>
  db
    .selectFrom(stageMentions(db).as('mention'))
    .leftJoin(stgGenericStageNames.as('name'), (join) =>
      join
        .onRef('name.source_instance', '=', 'mention.source_instance')
        .onRef('name.written_name', '=', 'mention.stage_name')
        .on(({ eb, ref }) =>
          eb(
            ref('name.pipeline_name'),
            'is not distinct from',
            firstKnown<string | null>(ref('mention.pipeline_name'), ref('mention.pipeline_id')),
          ),
        ),
    )
    .where('mention.stage_name', 'is not', null)
    .select(({ and, eb, ref }) => [
      'mention.rank',
      'mention.source_instance',
      firstKnown<string>(
        sourceKey('generic', ref('mention.source_instance'), ref('mention.stage_id')),
        ref('name.stage_id'),
      ).as('stage_id'),
      'mention.stage_name',
      'mention.pipeline_id',
      'mention.pipeline_name',
      'mention.is_won',
      and([ref('mention.is_closed').$castTo<boolean>(), eb('mention.is_won', '=', false)])
        .$castTo<boolean | null>()
        .as('is_lost'),
      'mention.is_closed',
    ])

/** The places of stages, by the order in which opportunities usually enter them. */
const order = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(
          db
            .selectFrom(stageEntries(db).as('entry'))
            .select(({ ref }) => [
              'entry.stage_id',
              'entry.pipeline_name',
              place({ by: [ref('entry.opportunity_id')], order: [ref('entry.entered_at')] }).as(
                'place',
              ),
            ])
            .as('entry'),
        )
        .groupBy(['entry.stage_id', 'entry.pipeline_name'])
        .select(({ fn }) => [
          'entry.stage_id',
          'entry.pipeline_name',
          fn.avg<number>('entry.place').as('place'),
        ])
        .as('stage'),
    )
    .select(({ ref }) => [
      'stage.stage_id',
      'stage.pipeline_name',
      place({
        by: [ref('stage.pipeline_name')],
        order: [ref('stage.place'), ref('stage.stage_id')],
      }).as('stage_number'),
    ])
