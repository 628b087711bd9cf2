// Planted accounts: timelines written by hand, so that every texture is there at any seed.
import type { Interval, Plan } from './catalogue.ts'
import type { Line, Step, Story } from './story.ts'

const start = (
  at: string,
  interval: Interval,
  lines: Line[],
  more: Partial<Extract<Step, { do: 'start' }>> = {},
): Step => ({ at, do: 'start', sub: 'main', interval, lines, ...more })
const cancel = (at: string, when: 'now' | 'period_end', feedback: string, sub = 'main'): Step => ({
  at,
  do: 'cancel',
  sub,
  when,
  feedback,
})
const core = (quantity: number, plan: Plan = 'essential'): Line => ['core', plan, quantity]

export const STORIES: readonly Story[] = [
  {
    name: 'two currencies, two Stripe customers',
    country: 'GB',
    employees: [180],
    steps: [
      start('2023-05-15', 12, [core(25, 'professional')]),
      start('2024-02-20', 12, [core(12)], { sub: 'usd', currency: 'USD', second: true }),
    ],
  },
  {
    name: 'one of two subscriptions cancelled',
    country: 'DE',
    employees: [120],
    steps: [
      start('2023-03-20', 12, [core(30, 'professional')]),
      start('2023-09-11', 1, [['analytics', 'standard', 2]], { sub: 'addon' }),
      cancel('2024-10-08', 'now', 'unused', 'addon'),
    ],
  },
  {
    name: 'pause',
    country: 'AT',
    employees: [25],
    steps: [
      start('2023-06-05', 1, [core(8)]),
      { at: '2024-03-05', do: 'pause', sub: 'main', until: '2024-06-05' },
    ],
  },
  {
    name: 'comeback',
    country: 'FR',
    employees: [35],
    steps: [
      start('2023-02-13', 1, [core(10)]),
      cancel('2023-11-20', 'period_end', 'too_expensive'),
      start('2024-06-18', 1, [core(14)], { sub: 'again' }),
    ],
  },
  {
    name: 'comeback with a second Stripe customer',
    country: 'ES',
    employees: [40],
    steps: [
      start('2022-03-07', 3, [core(9)]),
      cancel('2023-08-10', 'period_end', 'switched_service'),
      start('2025-02-11', 12, [core(12, 'professional')], { sub: 'again', second: true }),
    ],
  },
  {
    name: 'segment up to Mid-Market',
    country: 'NL',
    employees: [42, ['2024-04-16', 61]],
    steps: [
      start('2023-04-11', 1, [core(14)]),
      { at: '2024-06-04', do: 'quantity', sub: 'main', product: 'core', quantity: 19 },
    ],
  },
  {
    name: 'segment up to Enterprise',
    country: 'DE',
    employees: [430, ['2025-02-18', 540]],
    steps: [
      start('2022-10-10', 12, [core(60, 'professional'), ['support', 'standard', 1]]),
      { at: '2024-10-10', do: 'quantity', sub: 'main', product: 'core', quantity: 72 },
    ],
  },
  {
    name: 'segment down to SMB',
    country: 'SE',
    employees: [57, ['2024-09-10', 44]],
    steps: [
      start('2023-10-17', 3, [core(18)]),
      { at: '2024-11-05', do: 'quantity', sub: 'main', product: 'core', quantity: 13 },
    ],
  },
  {
    name: 'segment up and down again',
    country: 'BE',
    employees: [48, ['2023-11-14', 52], ['2025-05-06', 47]],
    steps: [start('2023-02-20', 12, [core(16, 'professional')])],
  },
  {
    name: 'last customer of a country (Estonia)',
    country: 'EE',
    employees: [30],
    steps: [start('2022-09-05', 1, [core(7)]), cancel('2024-05-22', 'now', 'other')],
  },
  {
    name: 'last customer of a segment in a country (Portugal)',
    country: 'PT',
    employees: [650],
    steps: [
      start('2023-07-04', 12, [core(55, 'enterprise'), ['analytics', 'standard', 3]]),
      cancel('2025-04-15', 'period_end', 'switched_service'),
    ],
  },
  {
    name: 'classic product, moved to Core at one instant',
    country: 'DE',
    employees: [80],
    steps: [
      start('2020-10-12', 12, [['classic', 'standard', 4]]),
      { at: '2023-10-12', do: 'replace', sub: 'main', product: 'classic', line: core(15) },
    ],
  },
  {
    name: 'classic product, churned',
    country: 'AT',
    employees: [33],
    steps: [
      start('2021-02-08', 1, [['classic', 'standard', 2]]),
      cancel('2024-01-23', 'period_end', 'missing_features'),
    ],
  },
  {
    name: 'classic product, its last customer churned',
    country: 'DE',
    employees: [210],
    steps: [
      start('2021-09-30', 12, [['classic', 'standard', 6]]),
      cancel('2024-07-02', 'period_end', 'missing_features'),
    ],
  },
  {
    name: 'Stripe customer known by its domain only',
    country: 'IT',
    employees: [60],
    match: 'domain',
    steps: [start('2023-09-19', 1, [core(12, 'professional')])],
  },
  {
    name: 'won and never billed (1)',
    country: 'DE',
    employees: [70],
    wonAt: '2024-03-27',
    sold: [core(18, 'professional')],
    steps: [],
  },
  {
    name: 'won and never billed (2)',
    country: 'GB',
    employees: [28],
    wonAt: '2025-05-20',
    sold: [core(9)],
    steps: [],
  },
  {
    name: 'under-billed (1)',
    country: 'FR',
    employees: [240],
    sold: [core(40, 'professional')],
    steps: [start('2024-02-06', 12, [core(32, 'professional')])],
  },
  {
    name: 'under-billed (2)',
    country: 'DE',
    employees: [45],
    sold: [core(15), ['analytics', 'standard', 1]],
    steps: [start('2024-09-24', 1, [core(15)])],
  },
  {
    name: 'expired discount still given (1)',
    country: 'CH',
    employees: [90],
    steps: [
      start('2023-05-09', 3, [core(20, 'professional')], {
        discount: { percent: 20, until: '2024-05-09', forever: true },
      }),
    ],
  },
  {
    name: 'expired discount still given (2)',
    country: 'DE',
    employees: [38],
    steps: [
      start('2024-01-16', 1, [core(11)], {
        discount: { percent: 15, until: '2024-07-16', forever: true },
      }),
    ],
  },
  {
    name: 'discount beyond the limit',
    country: 'NL',
    employees: [310],
    steps: [
      start('2024-06-11', 12, [core(45, 'professional')], {
        discount: { percent: 45, until: '2026-06-11', forever: false },
      }),
    ],
  },
  {
    name: 'failed payments never recovered (1)',
    country: 'PL',
    employees: [28],
    steps: [start('2023-11-07', 1, [core(9)]), { at: '2025-07-07', do: 'break', sub: 'main' }],
  },
  {
    name: 'failed payments never recovered (2)',
    country: 'IT',
    employees: [22],
    steps: [start('2024-08-27', 1, [core(7)]), { at: '2025-09-27', do: 'break', sub: 'main' }],
  },
  {
    name: 'renewed term never billed',
    country: 'DK',
    employees: [150],
    steps: [
      start('2023-08-22', 12, [core(28, 'professional')]),
      { at: '2025-08-01', do: 'unbill', sub: 'main' },
    ],
  },
  {
    name: 'switch within a day',
    country: 'FI',
    employees: [33],
    steps: [
      start('2023-07-11', 1, [core(10)]),
      cancel('2024-07-09', 'now', 'other'),
      start('2024-07-09', 3, [core(13)], { sub: 'again' }),
    ],
  },
  {
    name: 'plan, then interval changed',
    country: 'IE',
    employees: [44],
    steps: [
      start('2023-08-15', 1, [core(12)]),
      {
        at: '2024-11-12',
        do: 'replace',
        sub: 'main',
        product: 'core',
        line: core(12, 'professional'),
      },
      { at: '2025-03-15', do: 'interval', sub: 'main', interval: 12 },
    ],
  },
  {
    name: 'buys and leaves in dollars',
    country: 'US',
    employees: [85],
    steps: [
      start('2023-02-07', 12, [core(24, 'professional')]),
      cancel('2024-12-03', 'period_end', 'low_quality'),
    ],
  },
]
