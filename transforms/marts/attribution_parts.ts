/** What part each touch has in a conversion by each attribution model, before it is rounded (KPIS §9). */
import { halved, partOfOne, shareOf, totalAmong } from '../../src/sql/credits.ts'
import { unionByName } from '../../src/sql/union.ts'
import type { Db } from '../../src/table.ts'
import { dimAttributionModels } from '../conformed/dim_attribution_models.ts'
import { partsByMilestones } from './attribution_milestones.ts'
import { type Part, touches, ways } from './attribution_ways.ts'

/** The parts by all models, of the tables `way` and `touch` of a query. */
export const attributionParts = (db: Db) =>
  unionByName<Part>(partsByMilestones(db), byTime(db), byRemoval(db), byCoalitions(db))

/** In proportion to the time until the last touch: half for each half-life. */
const byTime = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(touches)
        .innerJoin(ways, 'way.way', 'touch.way')
        .innerJoin(dimAttributionModels.as('model'), (join) => join.on('model.method', '=', 'time'))
        .select(({ ref }) => [
          'touch.way',
          'touch.touch',
          'model.model_number',
          halved(ref('touch.occurred_at'), ref('way.last_at'), ref('model.half_life_days')).as(
            'weight',
          ),
        ])
        .as('touch'),
    )
    .select(({ lit, ref }) => [
      'touch.way',
      'touch.touch',
      'touch.model_number',
      shareOf(lit(1), ref('touch.weight'), totalAmong(ref('touch.weight'), [ref('touch.way')])).as(
        'part',
      ),
    ])

/** In proportion to the removal effects of the channels; evenly where all of them are 0. */
const byRemoval = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(touches)
        .innerJoin(ways, 'way.way', 'touch.way')
        .select(({ ref }) => [
          'touch.way',
          'touch.touch',
          'touch.removal_effect',
          'way.touch_count',
          totalAmong(ref('touch.removal_effect'), [ref('touch.way')]).as('total'),
        ])
        .as('touch'),
    )
    .innerJoin(dimAttributionModels.as('model'), (join) => join.on('model.method', '=', 'removal'))
    .select(({ eb, lit, ref }) => [
      'touch.way',
      'touch.touch',
      'model.model_number',
      eb
        .case()
        .when('touch.total', '=', 0)
        .then(partOfOne(ref('touch.touch_count')))
        .else(shareOf(lit(1), ref('touch.removal_effect'), ref('touch.total')))
        .end()
        .as('part'),
    ])

/** Evenly to the channels of the way, and of a channel evenly to its touches. */
const byCoalitions = (db: Db) =>
  db
    .selectFrom(touches)
    .innerJoin(ways, 'way.way', 'touch.way')
    .innerJoin(dimAttributionModels.as('model'), (join) =>
      join.on('model.method', '=', 'coalitions'),
    )
    .select(({ eb, ref }) => [
      'touch.way',
      'touch.touch',
      'model.model_number',
      partOfOne(eb('way.channel_count', '*', ref('touch.channel_touch_count'))).as('part'),
    ])
