/** The attribution models, each with the parameters that this build was made with. */
import { flag, integer, number, oneOf, text } from '../../src/columns.ts'
import { attributionModels, settings } from '../../src/settings.ts'
import { unionByName } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'

export type AttributionModel = (typeof attributionModels)[number]

const milestones = [
  'first_touch',
  'lead_creation',
  'opportunity_creation',
  'last_touch',
  'close',
  'middle',
] as const
type Weights = Readonly<Partial<Record<(typeof milestones)[number], number>>>

const { u_shaped, position_based, w_shaped, full_path } = settings.attributionWeights

/** What each model gives to milestones; those that go by time or channels give nothing to any. */
const weights: Readonly<Record<AttributionModel, Weights>> = {
  first_touch: { first_touch: 1 },
  last_touch: { last_touch: 1 },
  lead_creation: { lead_creation: 1 },
  linear: { middle: 1 },
  u_shaped,
  position_based,
  w_shaped,
  full_path,
  time_decay: {},
  markov: {},
  shapley: {},
}

/** The models that end with a milestone: touches after it have no part in what they credit. */
const ending: readonly AttributionModel[] = ['first_touch', 'u_shaped', 'w_shaped']

const methods = ['milestones', 'time', 'removal', 'coalitions'] as const
type Method = (typeof methods)[number]
const methodOf = (model: AttributionModel): Method => {
  if (model === 'time_decay') return 'time'
  if (model === 'markov') return 'removal'
  return model === 'shapley' ? 'coalitions' : 'milestones'
}

const { attributionHalfLifeDays: halfLifeDays, attributionWindowDays: windowDays } = settings

/** Such as `first_touch 40 %, last_touch 40 %, middle 20 %, window 90 days`. */
function parametersOf(model: AttributionModel): string {
  const ofMilestones = Object.entries(weights[model]).map(
    ([name, share]) => `${name} ${Number((100 * share).toFixed(8))} %`,
  )
  const ofTime = model === 'time_decay' ? [`half-life ${halfLifeDays} days`] : []
  const window = windowDays === undefined ? 'no window' : `window ${windowDays} days`
  return [...ofMilestones, ...ofTime, window].join(', ')
}

const weight = (what: string) => number(`The share of ${what}.`)

export const dimAttributionModels = defineTable({
  name: 'dim_attribution_models',
  description:
    'One row per way to share the credit for a lead or opportunity among its touches, with the parameters of this build.',
  grain: ['model'],
  columns: {
    model: oneOf(attributionModels, 'The model.'),
    method: oneOf(methods, 'What it goes by: milestones, time, or channels.'),
    parameters: text('What it was computed with in this build, in words.'),
    is_default: flag('Whether it is the model of the settings.'),
    ends_with_milestone: flag('Whether touches after its last milestone get nothing.'),
    model_number: integer('Its place among the models.'),
    first_touch_weight: weight('the first touch'),
    lead_creation_weight: weight('the last touch until somebody became a lead'),
    opportunity_creation_weight: weight(
      'the last touch until the opportunity was created; of a lead there is none',
    ),
    last_touch_weight: weight('the last touch, of an open opportunity the last one so far'),
    close_weight: weight(
      'the last touch until the close; of a lead or open opportunity there is none',
    ),
    middle_weight: weight('all touches between the milestones together'),
    half_life_days: number(
      'After how many days a touch counts half; null where time does not matter.',
    ).nullable(),
    window_days: integer(
      'For how many days before the lead or the close a touch counts; null for all of them.',
    ).nullable(),
  },
  query: (db) => {
    const [first, ...others] = attributionModels.map((model, place) =>
      db.selectNoFrom(({ cast, lit, val }) => {
        const share = (milestone: (typeof milestones)[number]) =>
          cast<number>(lit(weights[model][milestone] ?? 0), 'double precision')
        return [
          val<AttributionModel>(model).as('model'),
          val<Method>(methodOf(model)).as('method'),
          val(parametersOf(model)).as('parameters'),
          lit(model === settings.attributionModel)
            .$castTo<boolean>()
            .as('is_default'),
          lit(ending.includes(model)).$castTo<boolean>().as('ends_with_milestone'),
          cast<number>(lit(place + 1), 'bigint').as('model_number'),
          share('first_touch').as('first_touch_weight'),
          share('lead_creation').as('lead_creation_weight'),
          share('opportunity_creation').as('opportunity_creation_weight'),
          share('last_touch').as('last_touch_weight'),
          share('close').as('close_weight'),
          share('middle').as('middle_weight'),
          cast<number | null>(
            lit(model === 'time_decay' ? halfLifeDays : null),
            'double precision',
          ).as('half_life_days'),
          cast<number | null>(lit(windowDays ?? null), 'bigint').as('window_days'),
        ]
      }),
    )
    return db.selectFrom(unionByName(first!, ...others).as('listed')).selectAll('listed')
  },
})
