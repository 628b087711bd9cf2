/** By which spans of time a measure answers, as its class and its own declaration allow. */
import type { Measure, MeasureClass } from './meta.ts'

export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const
export type Grain = (typeof grains)[number]

/** What classes answer by (KPIS §1); a test holds it to the server's rule. */
export const grainsOfClass: Readonly<Record<MeasureClass, readonly Grain[]>> = {
  additive: grains,
  ratio: grains,
  distribution: grains,
  balance: ['month', 'quarter', 'year'],
  trailing: ['month', 'quarter', 'year'],
  company: ['month', 'quarter', 'year'],
}

export const grainsOf = ({ meta }: Measure): readonly Grain[] =>
  (meta.granularities as readonly Grain[] | undefined) ?? grainsOfClass[meta.class]

/** The grains that all of the measures answer by. */
export const commonGrains = (measures: readonly Measure[]): readonly Grain[] =>
  grains.filter((grain) => measures.every((measure) => grainsOf(measure).includes(grain)))

/** The asked grain, else the next coarser that is allowed, else the coarsest. */
export function allowedGrain(asked: Grain, allowed: readonly Grain[]): Grain | undefined {
  const coarser = grains.slice(grains.indexOf(asked))
  return coarser.find((grain) => allowed.includes(grain)) ?? allowed.at(-1)
}

/** Balances and windows hold at an instant; of the others a running period is what came so far. */
export const isAtInstant = ({ meta }: Measure): boolean =>
  meta.class === 'balance' || meta.class === 'trailing' || meta.class === 'company'
