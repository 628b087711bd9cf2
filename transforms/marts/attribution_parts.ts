/** What part each touch has in an opportunity by each attribution model, before it is rounded (KPIS §9). */
import { type Expression, sql } from 'kysely'
import {
  differentAmong,
  halved,
  knownAmong,
  partOfOne,
  shareOf,
  together,
  totalAmong,
} from '../../src/sql/credits.ts'
import { unionByName } from '../../src/sql/union.ts'
import type { Db } from '../../src/table.ts'
import { type AttributionModel, dimAttributionModels } from '../conformed/dim_attribution_models.ts'

/** The way to an opportunity, under a number of its own; places are numbers of touches on it. */
export interface Way {
  readonly way: number
  readonly opportunity_id: string
  readonly touch_count: number
  readonly channel_count: number
  /** The last touch until somebody became a lead; null where nobody had. */
  readonly lead_place: number | null
  /** The last touch until the opportunity was created; null where all came later. */
  readonly creation_place: number | null
  readonly is_closed: boolean
  readonly last_at: Date
  /** What the opportunity is worth. */
  readonly cents: number | null
}

/** A touch of it. */
export interface Touch {
  readonly way: number
  readonly touch_number: number
  readonly occurred_at: Date
  /** How many touches of the way are of its channel. */
  readonly channel_touch_count: number
  readonly removal_effect: number
}

/** Its part of 1 by a model. */
export interface Part {
  readonly way: number
  readonly touch_number: number
  readonly model: AttributionModel
  readonly part: number
}

/** Tables of the query that the parts stand in. */
const ways = sql<Way>`${sql.table('way')}`.as('way')
const touches = sql<Touch>`${sql.table('touch')}`.as('touch')

/** The parts by all models, of the tables `way` and `touch` of a query. */
export const attributionParts = (db: Db) =>
  unionByName<Part>(byMilestones(db), byTime(db), byRemoval(db), byCoalitions(db))

const milestones = ['first', 'lead', 'creation', 'last'] as const
type Milestone = (typeof milestones)[number]

/** What a touch gets as the milestones that it is, else as one of those between them. */
const byMilestones = (db: Db) =>
  db
    .selectFrom(touches)
    .innerJoin(plans(db).as('plan'), 'plan.way', 'touch.way')
    .select((eb) => {
      const { lit, ref } = eb
      const ofMilestones = milestones.map((name) =>
        eb
          .case()
          .when('touch.touch_number', '=', ref(`plan.${name}_place`))
          .then(ref(`plan.${name}_weight`))
          .else(lit(0))
          .end(),
      )
      const isMilestone = eb.or(
        milestones.map((name) => eb('touch.touch_number', '=', ref(`plan.${name}_place`))),
      )
      return [
        'touch.way',
        'touch.touch_number',
        'plan.model',
        eb
          .case()
          .when(isMilestone)
          .then(together(...ofMilestones))
          .when('touch.touch_number', '<=', ref('plan.end_place'))
          .then(ref('plan.middle_part'))
          .else(lit(0))
          .end()
          .$castTo<number>()
          .as('part'),
      ]
    })

/**
 * What the milestones of a way weigh, and what each touch between them does. The weight of a
 * milestone that is missing goes to the others in proportion, where all are, to the first touch;
 * that of the middle, where nothing lies there, evenly to the milestones.
 */
const plans = (db: Db) =>
  db.selectFrom(placed(db).as('plan')).select((eb) => {
    const { lit, ref } = eb
    const between = eb('plan.end_place', '-', ref('plan.milestone_places'))
    const added = eb
      .case()
      .when(between, '=', 0)
      .then(shareOf(ref('plan.middle_weight'), lit(1), ref('plan.milestone_count')))
      .else(lit(0))
      .end()
    const weight = (name: Milestone) =>
      eb(ref(`plan.${name}_weight`), '+', added)
        .$castTo<number>()
        .as(`${name}_weight`)
    return [
      'plan.way',
      'plan.model',
      'plan.first_place',
      'plan.lead_place',
      'plan.creation_place',
      'plan.last_place',
      'plan.end_place',
      weight('first'),
      weight('lead'),
      weight('creation'),
      weight('last'),
      shareOf(ref('plan.middle_weight'), lit(1), between.$castTo<number>()).as('middle_part'),
    ]
  })

/** Where the milestones that weigh something are, and where the model ends. */
const placed = (db: Db) =>
  db.selectFrom(spread(db).as('plan')).select((eb) => {
    const { fn, lit, ref } = eb
    const at = (name: Milestone, place: Expression<number | null>) =>
      eb.case().when(`plan.${name}_weight`, '>', 0).then(place).end()
    const places = [
      at('first', lit(1)),
      at('lead', ref('plan.lead_place')),
      at('creation', ref('plan.creation_place')),
      at('last', ref('plan.touch_count')),
    ] as const
    const [first, lead, creation, last] = places
    return [
      'plan.way',
      'plan.model',
      'plan.first_weight',
      'plan.lead_weight',
      'plan.creation_weight',
      'plan.last_weight',
      'plan.middle_weight',
      first.as('first_place'),
      lead.as('lead_place'),
      creation.as('creation_place'),
      last.as('last_place'),
      differentAmong(...places).as('milestone_places'),
      knownAmong(...places).as('milestone_count'),
      eb
        .case()
        .when('plan.ends_with_milestone', '=', true)
        .then(fn<number>('greatest', [...places]))
        .else(ref('plan.touch_count'))
        .end()
        .as('end_place'),
    ]
  })

/** The weights of the milestones that a way has, with those of the missing ones spread over them. */
const spread = (db: Db) =>
  db.selectFrom(present(db).as('plan')).select((eb) => {
    const { ref } = eb
    const found = together(...milestones.map((name) => ref(`plan.${name}_weight`)))
    const weight = (name: Milestone) =>
      shareOf(ref('plan.milestone_weight'), ref(`plan.${name}_weight`), found)
    return [
      'plan.way',
      'plan.model',
      'plan.touch_count',
      'plan.lead_place',
      'plan.creation_place',
      'plan.ends_with_milestone',
      'plan.middle_weight',
      eb
        .case()
        .when(found, '=', 0)
        .then(ref('plan.milestone_weight'))
        .else(weight('first'))
        .end()
        .as('first_weight'),
      weight('lead').as('lead_weight'),
      weight('creation').as('creation_weight'),
      weight('last').as('last_weight'),
    ]
  })

/** What each model gives to the milestones that a way has, and to all milestones together. */
const present = (db: Db) =>
  db
    .selectFrom(ways)
    .innerJoin(dimAttributionModels.as('model'), (join) =>
      join.on('model.method', '=', 'milestones'),
    )
    .select((eb) => {
      const { lit, ref } = eb
      const weightIf = (holds: Expression<unknown>, weight: Expression<number>) =>
        eb
          .case()
          .when(holds as Expression<boolean>)
          .then(weight)
          .else(lit(0))
          .end()
      return [
        'way.way',
        'way.touch_count',
        'way.lead_place',
        'way.creation_place',
        'model.model',
        'model.ends_with_milestone',
        'model.middle_weight',
        'model.first_touch_weight as first_weight',
        weightIf(eb('way.lead_place', 'is not', null), ref('model.lead_creation_weight')).as(
          'lead_weight',
        ),
        weightIf(
          eb('way.creation_place', 'is not', null),
          ref('model.opportunity_creation_weight'),
        ).as('creation_weight'),
        together(
          ref('model.last_touch_weight'),
          weightIf(eb('way.is_closed', '=', true), ref('model.close_weight')),
        ).as('last_weight'),
        together(
          ref('model.first_touch_weight'),
          ref('model.lead_creation_weight'),
          ref('model.opportunity_creation_weight'),
          ref('model.last_touch_weight'),
          ref('model.close_weight'),
        ).as('milestone_weight'),
      ]
    })

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
          'touch.touch_number',
          'model.model',
          halved(ref('touch.occurred_at'), ref('way.last_at'), ref('model.half_life_days')).as(
            'weight',
          ),
        ])
        .as('touch'),
    )
    .select(({ lit, ref }) => [
      'touch.way',
      'touch.touch_number',
      'touch.model',
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
          'touch.touch_number',
          'touch.removal_effect',
          'way.touch_count',
          totalAmong(ref('touch.removal_effect'), [ref('touch.way')]).as('total'),
        ])
        .as('touch'),
    )
    .innerJoin(dimAttributionModels.as('model'), (join) => join.on('model.method', '=', 'removal'))
    .select(({ eb, lit, ref }) => [
      'touch.way',
      'touch.touch_number',
      'model.model',
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
      'touch.touch_number',
      'model.model',
      partOfOne(eb('way.channel_count', '*', ref('touch.channel_touch_count'))).as('part'),
    ])
