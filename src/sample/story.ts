// The form of a hand-written timeline, and words to write it with.
import type { Interval, Plan, ProductKey } from './catalogue.ts'
import type { Currency } from './money.ts'

export type Line = [ProductKey, Plan, number]

export type Step =
  | {
      at: string
      do: 'start'
      sub: string
      interval: Interval
      lines: Line[]
      currency?: Currency
      /** A Stripe customer of its own. */
      second?: true
      discount?: { percent: number; until: string; forever: boolean }
    }
  | { at: string; do: 'quantity'; sub: string; product: ProductKey; quantity: number }
  | { at: string; do: 'replace'; sub: string; product: ProductKey; line: Line }
  | { at: string; do: 'interval'; sub: string; interval: Interval }
  | { at: string; do: 'cancel'; sub: string; when: 'now' | 'period_end'; feedback: string }
  | { at: string; do: 'pause'; sub: string; until: string }
  | { at: string; do: 'break'; sub: string }
  | { at: string; do: 'unbill'; sub: string }

export interface Story {
  name: string
  country: string
  /** Employees at first, then day and number of each change. */
  employees: [number, ...[string, number][]]
  /** The day the deal was won, if the first step does not tell. */
  wonAt?: string
  /** What was sold, if it is more than the first step bills. */
  sold?: Line[]
  /** How Stripe knows the company: by metadata unless said. */
  match?: 'domain'
  steps: Step[]
}

export const start = (
  at: string,
  interval: Interval,
  lines: Line[],
  more: Partial<Extract<Step, { do: 'start' }>> = {},
): Step => ({ at, do: 'start', sub: 'main', interval, lines, ...more })
export const cancel = (
  at: string,
  when: 'now' | 'period_end',
  feedback: string,
  sub = 'main',
): Step => ({
  at,
  do: 'cancel',
  sub,
  when,
  feedback,
})
export const core = (quantity: number, plan: Plan = 'essential'): Line => ['core', plan, quantity]
