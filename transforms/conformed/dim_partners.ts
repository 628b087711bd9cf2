/** The partners who bring us business or sell for us. */
import { day, text } from '../../src/columns.ts'
import { dateOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgPartners } from '../staging/stg_partners.ts'

export const dimPartners = defineTable({
  name: 'dim_partners',
  description:
    'Partners of every system, with a member for unknown ones and one for facts that name none.',
  grain: ['partner_id'],
  columns: {
    partner_id: text('The partner, scoped by source.'),
    partner_name: text('As typed; its domain or id where there is no name.'),
    partner_type: text('As the system names it; `Unknown` where it does not.'),
    domain: text('The web domain, lower case.').nullable(),
    source_system: text('The system.'),
    joined_date: day('The day on which the partner joined.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(
        unionByName(
          partners(db),
          member(db, 'unknown', 'Unknown'),
          member(db, 'not_allocated', 'Not allocated'),
        ).as('partner'),
      )
      .select(({ ref }) => [
        'partner.partner_id',
        'partner.partner_name',
        'partner.partner_type',
        'partner.domain',
        'partner.source_system',
        dateOf(ref('partner.created_at')).as('joined_date'),
      ]),
})

const partners = (db: Db) =>
  db
    .selectFrom(stgPartners.as('partner'))
    .select(({ fn, val }) => [
      'partner.partner_id',
      fn
        .coalesce('partner.partner_name', 'partner.domain', 'partner.partner_id')
        .as('partner_name'),
      fn.coalesce('partner.partner_type', val('Unknown')).as('partner_type'),
      'partner.domain',
      'partner.source_system',
      'partner.created_at',
    ])

const member = (db: Db, id: string, name: string) =>
  db.selectNoFrom(({ lit, val }) => [
    val(id).as('partner_id'),
    val(name).as('partner_name'),
    val(name).as('partner_type'),
    lit(null).$castTo<string | null>().as('domain'),
    val(id).as('source_system'),
    lit(null).$castTo<Date | null>().as('created_at'),
  ])
