/** What is told of suggestions: by a name, the sentence with the figures in brackets. */
import { teller } from '../../../src/sql/told.ts'

/** Of each playbook that scores cases, how often past ones came to what it looks for. */
const chances = {
  renewals_at_risk: 'Of [cases] past cases [share] were not renewed; here the chance is [chance].',
  upsell: 'Of [cases] past cases [share] took more within 90 days; here the chance is [chance].',
  cross_sell:
    'Of [cases] past cases [share] took the product within 90 days; here the chance is [chance].',
  stalled_deals:
    'Of [cases] past cases [share] did not get on within 90 days; here the chance is [chance].',
  leads_to_call:
    'Of [cases] past cases [share] became an opportunity within 90 days; here the chance is [chance].',
} as const

export const playbookSentences = {
  ...chances,
  term_ends:
    'A term worth [worth] a year ends on [ends]; last contact: [contact]; tickets in 360 days: [tickets].',
  renewal_deal: 'Renewal deal: [stage].',
  no_renewal_deal: 'Renewal deal: none yet.',
  pays: 'Pays [worth] a year; expansions in 360 days: [expansions]; tickets: [tickets]; contacts in 90 days: [contacts].',
  offer: '[product] for a customer of [worth] a year; contacts in the last 90 days: [contacts].',
  deal_stands:
    'In [stage] for [time]; last activity: [activity]; contacts in 90 days: [contacts]; worth: [worth].',
  lead_stands:
    '[stage] for [time], from [channel]; visits in 30 days: [visits]; contacts: [contacts]; last seen: [seen].',
  bought_next: 'Customers with the same products: [holders]; of them took it next: [takers].',
  most_telling: 'Most telling: [most].',
  write_on:
    'Write on [weekday] at [hour] ([zone]); answers so far: [answers]; messages: [messages].',
  answered: 'Of [cases] past messages [share] were answered; at this time the chance is [chance].',
} as const

export const playbookTold = teller(playbookSentences)

/** The sentence on the chance of each playbook that scores cases. */
export const chanceSentences = Object.keys(chances) as (keyof typeof chances)[]
