/** Which stage the generic files mean where they name it: by its id, by its label, by both or by one of them. */
import { text } from '../../../src/columns.ts'
import { firstInOrder, firstKnown } from '../../../src/sql/known.ts'
import { comparable, serial, sourceKey } from '../../../src/sql/text.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { stageMentions } from './stage_mentions.ts'

export const stgGenericStageNames = defineTable({
  name: 'stg_generic__stage_names',
  description:
    'What the generic files call stages where they give no id, by pipeline: the stage whose id or label that is; a name that is neither is a stage of its own.',
  grain: ['source_instance', 'pipeline_name', 'written_name'],
  columns: {
    stage_id: text('The stage, scoped by source.'),
    source_instance: text('The instance of the files.'),
    pipeline_name: text(
      'The pipeline, by its name or else its id; null where none is named.',
    ).nullable(),
    written_name: text('What the file calls the stage.'),
  },
  query: (db) =>
    db
      .selectFrom(written(db).as('written'))
      .leftJoin(identified(db).as('known'), (join) =>
        join
          .onRef('known.source_instance', '=', 'written.source_instance')
          .on(({ and, eb, or, ref }) =>
            or([
              eb(ref('known.source_stage_id'), '=', ref('written.written_name')),
              and([
                eb(
                  comparable(ref('known.stage_name')),
                  '=',
                  comparable(ref('written.written_name')),
                ),
                or([
                  eb('known.pipeline_name', 'is', null),
                  eb('written.pipeline_name', 'is', null),
                  eb(ref('known.pipeline_name'), '=', ref('written.pipeline_name')),
                ]),
              ]),
            ]),
          ),
      )
      .groupBy(['written.source_instance', 'written.pipeline_name', 'written.written_name'])
      .select(({ ref }) => [
        sourceKey(
          'generic',
          ref('written.source_instance'),
          firstKnown(
            firstInOrder(
              ref('known.source_stage_id'),
              ref('known.rank'),
              ref('known.source_stage_id'),
            ),
            serial(ref('written.pipeline_name').$castTo<string>(), ref('written.written_name')),
          ),
        ).as('stage_id'),
        'written.source_instance',
        'written.pipeline_name',
        'written.written_name',
      ]),
})

const mentions = (db: Db) =>
  db
    .selectFrom(stageMentions(db).as('mention'))
    .select(({ ref }) => [
      'mention.rank',
      'mention.source_instance',
      'mention.stage_id',
      'mention.stage_name',
      firstKnown(ref('mention.pipeline_name'), ref('mention.pipeline_id'))
        .$castTo<string | null>()
        .as('pipeline_name'),
    ])

const written = (db: Db) =>
  db
    .selectFrom(mentions(db).as('mention'))
    .where('mention.stage_id', 'is', null)
    .where('mention.stage_name', 'is not', null)
    .select(({ ref }) => [
      'mention.source_instance',
      'mention.pipeline_name',
      ref('mention.stage_name').$castTo<string>().as('written_name'),
    ])
    .distinct()

const identified = (db: Db) =>
  db
    .selectFrom(mentions(db).as('mention'))
    .where('mention.stage_id', 'is not', null)
    .groupBy([
      'mention.source_instance',
      'mention.stage_id',
      'mention.stage_name',
      'mention.pipeline_name',
    ])
    .select(({ fn, ref }) => [
      fn.min('mention.rank').as('rank'),
      'mention.source_instance',
      ref('mention.stage_id').$castTo<string>().as('source_stage_id'),
      'mention.stage_name',
      'mention.pipeline_name',
    ])
