/** Who takes part in an opportunity. */
import { flag, text } from '../../src/columns.ts'
import { holdsForAny } from '../../src/sql/latest.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgOpportunities } from '../staging/stg_opportunities.ts'
import { stgOpportunityContacts } from '../staging/stg_opportunity_contacts.ts'
import { dimPeople } from './dim_people.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { mapPeople } from './map_people.ts'
import { selfReportedSources } from './self_reported_sources.ts'

export const fctOpportunityPeople = defineTable({
  name: 'fct_opportunity_people',
  description:
    'One row per opportunity and person who takes part in it, by the CRM; without our own people and those whose records are missing or deleted.',
  grain: ['opportunity_id', 'person_id'],
  relations: [
    { column: 'opportunity_id', to: fctOpportunities },
    { column: 'person_id', to: dimPeople },
  ],
  columns: {
    opportunity_id: text('The opportunity.'),
    person_id: text('The person, by identity.'),
    self_reported_source: text(
      'How the person came to hear of us, in the person’s own words; null where nobody asked.',
    ).nullable(),
    is_primary: flag('Whether the CRM names the person first.'),
  },
  query: (db) =>
    db
      .selectFrom(links(db).as('link'))
      .innerJoin(
        fctOpportunities.as('opportunity'),
        'opportunity.opportunity_id',
        'link.opportunity_id',
      )
      .innerJoin(mapPeople.as('map'), 'map.source_key', 'link.person_id')
      .innerJoin(dimPeople.as('person'), 'person.person_id', 'map.person_id')
      .leftJoin(selfReportedSources(db).as('answer'), 'answer.person_id', 'map.person_id')
      .where('map.person_id', '!=', 'unknown')
      .groupBy(['link.opportunity_id', 'map.person_id', 'answer.self_reported_source'])
      .select(({ ref }) => [
        'link.opportunity_id',
        'map.person_id',
        'answer.self_reported_source',
        holdsForAny(ref('link.is_primary')).as('is_primary'),
      ]),
})

const links = (db: Db) =>
  unionByName(
    db
      .selectFrom(stgOpportunityContacts.as('contact'))
      .select(({ ref }) => [
        'contact.opportunity_id',
        ref('contact.person_id').$castTo<string | null>().as('person_id'),
        'contact.is_primary',
      ]),
    db
      .selectFrom(stgOpportunities.as('opportunity'))
      .where('opportunity.person_id', 'is not', null)
      .select(({ lit }) => [
        'opportunity.opportunity_id',
        'opportunity.person_id',
        lit(true).$castTo<boolean>().as('is_primary'),
      ]),
  )
