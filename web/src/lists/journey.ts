/** The journey of one account: what is asked, and the events that it makes. */
import type { Query, Row } from '../api/cube.ts'
import { equals } from '../kinds/ask.ts'
import type { Model } from '../model/meta.ts'
import { nameOf } from '../model/names.ts'

const view = 'account_journey'

/** How many events are loaded at most. */
export const mostEvents = 5_000

const members = [
  'date',
  'sequence_number',
  'event_group',
  'event',
  'title',
  'amount',
  'person_name',
  'handled_by',
  'channel',
  'source_system',
] as const

type Member = (typeof members)[number]

/** What the reader's role does not see, such as persons, is not asked. */
export const journeyQuery = (model: Model, account: string): Query => ({
  dimensions: members.map((name) => `${view}.${name}`).filter((name) => model.dimensions.has(name)),
  filters: [equals(`${view}.account_id`, account)],
  order: { [`${view}.sequence_number`]: 'desc' },
  limit: mostEvents,
})

export interface JourneyEvent {
  readonly sequence: number
  readonly date: string
  readonly group: string
  readonly what: string
  readonly title: string | undefined
  readonly amount: number | undefined
  readonly details: readonly string[]
}

/** What stands where nothing is known says nothing. */
const nothing = new Set(['Unknown', 'unknown', 'Not allocated', 'not_allocated', ''])

/** The events of rows, by their names in the reader's language; groups are as they come. */
export const journeyEvents = (model: Model, rows: readonly Row[]): JourneyEvent[] =>
  rows.map((row) => {
    const of = (name: Member) => {
      const value = row[`${view}.${name}`]
      return value === null || value === undefined ? '' : String(value)
    }
    const nameIn = (name: Member) => nameOf(model, `${view}.${name}`, of(name))
    const title = of('title')
    return {
      sequence: Number(of('sequence_number')),
      date: of('date').slice(0, 10),
      group: of('event_group'),
      what: nameIn('event'),
      title: nothing.has(title) ? undefined : title,
      amount: of('amount') === '' ? undefined : Number(of('amount')),
      details: (['person_name', 'handled_by', 'channel', 'source_system'] as const)
        .filter((name) => !nothing.has(of(name)))
        .map(nameIn),
    }
  })
