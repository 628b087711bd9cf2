/** Which owner an owner of a CRM is: one who works in several CRMs is one, by the e-mail address. */
import { text } from '../../src/columns.ts'
import { latest } from '../../src/sql/latest.ts'
import { comparable, joined } from '../../src/sql/text.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgOwners } from '../staging/stg_owners.ts'

export const mapOwners = defineTable({
  name: 'map_owners',
  description:
    'Every owner whom a CRM ever exported, and the owner who that is; those with one e-mail address are one.',
  grain: ['source_key'],
  columns: {
    source_key: text('The owner in the CRM, scoped by source.'),
    source_system: text('The CRM.'),
    source_instance: text('The portal or organisation; empty for the only one.'),
    source_id: text('The CRM’s own id.'),
    owner_id: text('The owner: the first of the keys that are one.'),
    owner_email: text('The last known address, lower case.').nullable(),
    owner_name: text(
      'The name as it is compared; null where two owners of the CRM have it, so that a name alone tells nothing.',
    ).nullable(),
  },
  query: (db) =>
    db.selectFrom(records(db).as('record')).select(({ eb, fn, ref }) => [
      'record.source_key',
      'record.source_system',
      'record.source_instance',
      'record.source_id',
      fn
        .min('record.source_key')
        .over((over) => over.partitionBy('record.person_key'))
        .as('owner_id'),
      'record.owner_email',
      eb
        .case()
        .when(
          fn
            .countAll()
            .over((over) =>
              over.partitionBy([
                'record.source_system',
                'record.source_instance',
                'record.owner_name',
              ]),
            ),
          '=',
          1,
        )
        .then(ref('record.owner_name'))
        .end()
        .as('owner_name'),
    ]),
})

const records = (db: Db) =>
  db
    .selectFrom(stgOwners.as('owner'))
    .groupBy(['owner.owner_id', 'owner.source_system', 'owner.source_instance', 'owner.source_id'])
    .select(({ fn, ref }) => [
      'owner.owner_id as source_key',
      'owner.source_system',
      'owner.source_instance',
      'owner.source_id',
      latest(ref('owner.owner_email'), ref('owner.exported_date')).as('owner_email'),
      fn
        .coalesce(latest(ref('owner.owner_email'), ref('owner.exported_date')), 'owner.owner_id')
        .as('person_key'),
      comparable(
        latest(
          fn.coalesce(joined(ref('owner.first_name'), ref('owner.last_name')), 'owner.owner_name'),
          ref('owner.exported_date'),
        ),
      ).as('owner_name'),
    ])
