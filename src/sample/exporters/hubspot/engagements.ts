// Calls, meetings and tracked e-mails with whom and for which deal, as a connector lands them.

import { isoMillis, MINUTE, YEARS, yearOf } from '../../calendar.ts'
import type { Activity, Books } from '../../company.ts'
import { Random } from '../../random.ts'
import { CsvFile } from '../csv.ts'
import { dirtOf, syncedAt } from './common.ts'

const HEADERS = {
  engagement_call:
    'engagement_id,_fivetran_deleted,_fivetran_synced,property_hs_createdate,property_hs_timestamp,property_hubspot_owner_id,property_hs_call_direction,type',
  engagement_email:
    'engagement_id,_fivetran_deleted,_fivetran_synced,property_hs_createdate,property_hs_email_subject,property_hs_email_direction,property_hs_timestamp,property_hubspot_owner_id,type',
  engagement_meeting:
    'engagement_id,_fivetran_deleted,_fivetran_synced,property_hs_createdate,property_hs_meeting_title,property_hs_meeting_start_time,property_hs_meeting_end_time,property_hs_timestamp,property_hubspot_owner_id,type',
  engagement_contact: 'contact_id,engagement_id,engagement_type,type_id,_fivetran_synced,category',
  engagement_deal: 'deal_id,engagement_id,engagement_type,type_id,_fivetran_synced,category',
} as const

/** One e-mail in four is sent from the CRM or copied to it. */
const TRACKED = 0.25

export function exportEngagements(company: Books, dir: string): void {
  const random = new Random(`engagements/${company.seed}`)
  const isKept = (activity: Activity, i: number) =>
    activity.kind !== 'email' || random.fork(i).chance(TRACKED)
  const byYear = Map.groupBy(company.activities.filter(isKept), ({ at }) =>
    Math.max(YEARS[0], yearOf(at)),
  )
  let id = 31_400_000_000
  for (const year of YEARS) {
    const open = (name: keyof typeof HEADERS) =>
      new CsvFile(`${dir}/${name}_${year}.csv`, HEADERS[name].split(','), dirtOf(company, name))
    const files = {
      call: open('engagement_call'),
      email: open('engagement_email'),
      meeting: open('engagement_meeting'),
      contact: open('engagement_contact'),
      deal: open('engagement_deal'),
    }
    for (const activity of byYear.get(year) ?? []) {
      id += 1_009
      write(files, activity, String(id))
    }
    for (const file of Object.values(files)) file.close()
  }
}

type Files = Record<'call' | 'email' | 'meeting' | 'contact' | 'deal', CsvFile>

function write(files: Files, activity: Activity, id: string): void {
  const { at, kind, direction, contact, deal, rep } = activity
  const [when, synced, type] = [isoMillis(at), syncedAt(at), kind.toUpperCase()]
  const [head, owner] = [[id, 'false', synced, when], rep?.id ?? '']
  if (kind === 'call') files.call.row([...head, when, owner, direction.toUpperCase(), type])
  else if (kind === 'email') {
    const way = direction === 'inbound' ? 'INCOMING_EMAIL' : 'EMAIL'
    const subject = direction === 'inbound' ? 'Re: your offer' : 'Lumenfold'
    files.email.row([...head, subject, way, when, owner, type])
  } else {
    files.meeting.row([...head, 'Meeting', when, isoMillis(at + 45 * MINUTE), when, owner, type])
  }
  files.contact.row([contact.id, id, type, 200, synced, 'HUBSPOT_DEFINED'])
  if (deal !== null) files.deal.row([deal.id, id, type, 212, synced, 'HUBSPOT_DEFINED'])
}
