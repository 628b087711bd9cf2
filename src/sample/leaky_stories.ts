// Planted accounts that lose revenue: never billed, billed too little, discounted for ever, unpaid.
import { core, type Story, start } from './story.ts'

export const LEAKY_STORIES: readonly Story[] = [
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
]
