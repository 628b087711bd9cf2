/** The segments under the names of the settings, however a system spells them. */
import type { Expression, RawBuilder } from 'kysely'
import { settings } from '../../src/settings.ts'
import { chosen } from '../../src/sql/choice.ts'
import { comparable } from '../../src/sql/text.ts'

/** The segment that a name means; a name that the settings do not have stays as it is. */
export const segmentNamed = (name: Expression<string | null>): RawBuilder<string | null> =>
  chosen(
    comparable(name),
    settings.segments.map((segment) => [segment.name.toLowerCase(), segment.name]),
    name,
  )
