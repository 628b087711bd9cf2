// Planted accounts: timelines written by hand, so that every texture is there at any seed.
import { LEAKY_STORIES } from './leaky_stories.ts'
import { cancel, core, type Story, start } from './story.ts'

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
  ...LEAKY_STORIES,
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
