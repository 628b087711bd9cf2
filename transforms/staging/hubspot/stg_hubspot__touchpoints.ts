/** The forms that HubSpot’s contacts filled in. */
import { pick } from '../../../src/columns.ts'
import { containsWord, joined, serial, sourceKey, tidy } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawHubspotContactFormSubmission,
  rawHubspotContacts,
  rawHubspotForm,
} from '../../sources/hubspot.ts'
import { handRaisingWords } from '../../sources/hubspot_words.ts'
import { touchpointColumns } from '../objects/touchpoints.ts'

export const stgHubspotTouchpoints = defineTable({
  name: 'stg_hubspot__touchpoints',
  description:
    'The forms that HubSpot’s contacts filled in; of a contact without exported submissions the first and the last one, which the contact’s own export tells.',
  grain: ['touchpoint_id'],
  columns: pick(
    touchpointColumns,
    'touchpoint_id',
    'source_system',
    'source_instance',
    'person_id',
    'touchpoint_type',
    'landing_page',
    'is_hand_raise',
    'occurred_at',
  ),
  query: (db) =>
    db
      .selectFrom(
        unionByName(
          submissions(db),
          conversions(db, 'first_conversion', 'first_conversion_date'),
          conversions(db, 'recent_conversion', 'recent_conversion_date'),
        ).as('form'),
      )
      .where('form.occurred_at', 'is not', null)
      .select(({ or, ref, val }) => [
        sourceKey(
          'hubspot',
          ref('form.source_instance'),
          serial(ref('form.contact_id'), ref('form.submission_id')),
        ).as('touchpoint_id'),
        val('hubspot').as('source_system'),
        'form.source_instance',
        sourceKey('hubspot', ref('form.source_instance'), ref('form.contact_id')).as('person_id'),
        val('form' as const).as('touchpoint_type'),
        'form.landing_page',
        or(handRaisingWords.map((word) => containsWord(ref('form.form_name'), word)))
          .$castTo<boolean>()
          .as('is_hand_raise'),
        ref('form.occurred_at').$castTo<Date>().as('occurred_at'),
      ]),
})

const submissions = (db: Db) =>
  db
    .selectFrom(rawHubspotContactFormSubmission.as('submission'))
    .leftJoin(rawHubspotForm.as('form'), (join) =>
      join
        .onRef('form.source_instance', '=', 'submission.source_instance')
        .onRef('form.guid', '=', 'submission.form_id'),
    )
    .select(({ ref }) => [
      'submission.source_instance',
      'submission.contact_id',
      'submission.conversion_id as submission_id',
      joined(ref('form.name'), ref('submission.title')).as('form_name'),
      'submission.page_url as landing_page',
      ref('submission.timestamp').$castTo<Date | null>().as('occurred_at'),
    ])

/** Both columns of a contact who filled in one form tell of that one. */
const conversions = (
  db: Db,
  form: 'first_conversion' | 'recent_conversion',
  at: 'first_conversion_date' | 'recent_conversion_date',
) =>
  db
    .selectFrom(rawHubspotContacts.as('contact'))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(rawHubspotContactFormSubmission.as('known'))
            .whereRef('known.source_instance', '=', 'contact.source_instance')
            .whereRef('known.contact_id', '=', 'contact.record_id')
            .select('known.contact_id'),
        ),
      ),
    )
    .where(({ eb, or, ref }) =>
      or([
        eb.lit(form === 'first_conversion'),
        eb('contact.first_conversion_date', 'is', null),
        eb('contact.recent_conversion_date', '!=', ref('contact.first_conversion_date')),
      ]),
    )
    .select(({ ref, val, lit }) => [
      'contact.source_instance',
      'contact.record_id as contact_id',
      val<string>(form).as('submission_id'),
      tidy(ref(`contact.${form}`)).as('form_name'),
      lit(null).$castTo<string | null>().as('landing_page'),
      ref(`contact.${at}`).as('occurred_at'),
    ])
