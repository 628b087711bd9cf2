/** What is told of findings of leakage: by a name, the sentence with the figures in brackets. */
import { teller } from '../../src/sql/told.ts'

export const leakSentences = {
  not_billed: '[deal] was won on [won] for [worth] a year; nothing was billed within [wait].',
  billed_too_little:
    '[deal] was won on [won] for [worth] a year; what was billed within [wait] comes to [billed].',
  billed_since: 'Billed since [day].',
  payment_failed:
    '[due] of the invoice of [issued] failed to be paid; attempts from [first] on: [attempts].',
  last_failure: 'The last one failed for [cause].',
  paid: 'Paid on [day].',
  written_off: 'Written off.',
  discount_beyond:
    'A discount of [share] is beyond the limit of [limit], since [since]; it was last given on [last], and took [taken] off the bills of the twelve months up to then.',
  discount_agreed:
    'A discount of [share] is beyond the limit of [limit], since [since]; it takes off [taken] a year.',
  discount_expired:
    'A discount of [share] was to end by [since] and was still given on [last]; it took [taken] off the bills of the twelve months up to then.',
  term_not_billed:
    'The term ran out on [since] and the subscription went on, without an invoice for [worth].',
  billed_late: 'Billed on [day].',
  usage_not_billed:
    'Units in use: [used]; units billed: [billed]. That makes [worth] a year at the price of those.',
} as const

export const leakTold = teller(leakSentences)
