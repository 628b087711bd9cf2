/** What part each touch has in a conversion by the models that go by milestones (KPIS §9). */
import type { Expression } from 'kysely'
import { differentAmong, knownAmong, shareOf, together } from '../../src/sql/credits.ts'
import type { Db } from '../../src/table.ts'
import { dimAttributionModels } from '../conformed/dim_attribution_models.ts'
import { touches, ways } from './attribution_ways.ts'

const milestones = ['first', 'lead', 'creation', 'last'] as const
type Milestone = (typeof milestones)[number]

/** What a touch gets as the milestones that it is, else as one of those between them. */
export const partsByMilestones = (db: Db) =>
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
        'touch.touch',
        'plan.model_number',
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
      'plan.model_number',
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
      'plan.model_number',
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
      'plan.model_number',
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
        'model.model_number',
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
