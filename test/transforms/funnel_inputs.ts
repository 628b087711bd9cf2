/** People, their records, and what they do, for tests of the funnel: beside a CRM of crm_inputs. */
import { createEmpty, given, type TestDatabase } from '../../src/testing.ts'
import { dimChannels } from '../../transforms/conformed/dim_channels.ts'
import { dimPeople } from '../../transforms/conformed/dim_people.ts'
import { fctActivities } from '../../transforms/conformed/fct_activities.ts'
import { fctFunnelEvents } from '../../transforms/conformed/fct_funnel_events.ts'
import { fctLeadCycles } from '../../transforms/conformed/fct_lead_cycles.ts'
import { fctLeadStages } from '../../transforms/conformed/fct_lead_stages.ts'
import { fctTouchpoints } from '../../transforms/conformed/fct_touchpoints.ts'
import { mapChannels } from '../../transforms/conformed/map_channels.ts'
import { mapPeople } from '../../transforms/conformed/map_people.ts'
import { martFunnel } from '../../transforms/marts/mart_funnel.ts'
import { refEmailDomains } from '../../transforms/references/ref_email_domains.ts'
import { refMailServers } from '../../transforms/references/ref_mail_servers.ts'
import { refRoleNames } from '../../transforms/references/ref_role_names.ts'
import { stgActivities } from '../../transforms/staging/stg_activities.ts'
import { stgCampaignMembers } from '../../transforms/staging/stg_campaign_members.ts'
import { stgLeadStages } from '../../transforms/staging/stg_lead_stages.ts'
import { stgOpportunityContacts } from '../../transforms/staging/stg_opportunity_contacts.ts'
import { stgPeople } from '../../transforms/staging/stg_people.ts'
import { stgTouchpoints } from '../../transforms/staging/stg_touchpoints.ts'

/** `2024-01-31` or `2024-01-31 09:00`, in UTC. */
const at = (instant: string) =>
  new Date(`${instant.replace(' ', 'T')}${instant.length === 10 ? 'T00:00' : ''}Z`)

interface PersonRecord {
  /** Scoped: `hubspot:1`. */
  readonly key: string
  /** The person that it is; the record itself unless said. */
  readonly person?: string
  readonly type?: 'contact' | 'lead' | 'visitor'
  readonly name?: string
  readonly company?: string
  readonly owner?: string
  readonly channel?: string
  readonly source?: string
  readonly campaign?: string
  readonly country?: string
  readonly created?: string
  readonly isInternal?: boolean
  readonly isLiving?: boolean
  /** Stage by instant. */
  readonly stages?: Readonly<Record<string, string>>
}

interface Touch {
  readonly id: string
  readonly of: string
  readonly at: string
  readonly type?: 'session' | 'form'
  readonly source?: string
  readonly medium?: string
  readonly campaign?: string
  readonly asks?: boolean
}

export interface Deed {
  readonly of: string
  readonly at: string
  readonly type?: 'call' | 'email' | 'meeting' | 'note'
  readonly direction?: 'outbound' | 'inbound'
  readonly isAutomatic?: boolean
}

export interface Funnel {
  readonly records?: readonly PersonRecord[]
  readonly touches?: readonly Touch[]
  readonly deeds?: readonly Deed[]
  /** People by opportunity. */
  readonly contacts?: Readonly<Record<string, readonly string[]>>
  /** Who responded to a campaign, and when: campaign, record, instant. */
  readonly responses?: readonly (readonly [string, string, string])[]
}

const systemOf = (key: string) => key.split(':')[0]!

export async function givenFunnel(db: TestDatabase, funnel: Funnel): Promise<void> {
  const { records = [], touches = [], deeds = [], contacts = {}, responses = [] } = funnel
  for (const table of [refEmailDomains, refMailServers, refRoleNames]) await createEmpty(db, table)
  await given(
    db,
    stgPeople,
    records.map((record) => ({
      person_id: record.key,
      source_system: systemOf(record.key),
      source_instance: '',
      source_id: record.key.split(':')[1]!,
      record_type: record.type ?? ('contact' as const),
      account_id: record.company ? `hubspot:${record.company}` : null,
      owner_id: record.owner ? `hubspot:${record.owner}` : null,
      full_name: record.name ?? null,
      country: record.country ?? null,
      channel: record.channel ?? null,
      lead_source: record.source ?? null,
      campaign_name: record.campaign ?? null,
      is_opted_out: false,
      is_deleted: false,
      created_at: record.created ? at(record.created) : null,
    })),
  )
  await given(
    db,
    mapPeople,
    records.map(({ key, person = key, isInternal = false, isLiving = true }) => ({
      source_key: key,
      source_system: systemOf(key),
      source_instance: '',
      source_id: key.split(':')[1]!,
      person_id: person,
      is_internal: isInternal,
      is_living: isLiving,
    })),
  )
  await given(
    db,
    stgLeadStages,
    records.flatMap(({ key, stages = {} }) =>
      Object.entries(stages).map(([instant, stage]) => ({
        person_id: key,
        source_system: systemOf(key),
        stage_name: stage,
        entered_at: at(instant),
      })),
    ),
  )
  await given(
    db,
    stgTouchpoints,
    touches.map((touch) => ({
      touchpoint_id: touch.id,
      source_system: touch.type === 'form' ? 'hubspot' : 'ga4',
      source_instance: '',
      person_id: touch.of,
      touchpoint_type: touch.type ?? ('session' as const),
      traffic_source: touch.source ?? null,
      traffic_medium: touch.medium ?? null,
      campaign_name: touch.campaign ?? null,
      is_hand_raise: touch.asks ?? false,
      occurred_at: at(touch.at),
    })),
  )
  await given(
    db,
    stgActivities,
    deeds.map((deed, place) => ({
      activity_id: `hubspot:${place}`,
      source_system: 'hubspot',
      source_instance: '',
      person_id: deed.of,
      activity_type: deed.type ?? ('call' as const),
      direction: deed.direction ?? null,
      is_automatic: deed.isAutomatic ?? false,
      occurred_at: at(deed.at),
    })),
  )
  await given(
    db,
    stgOpportunityContacts,
    Object.entries(contacts).flatMap(([deal, people]) =>
      people.map((person) => ({
        opportunity_id: `hubspot:${deal}`,
        person_id: person,
        is_primary: false,
      })),
    ),
  )
  await given(
    db,
    stgCampaignMembers,
    responses.map(([campaign, person, instant]) => ({
      campaign_id: campaign,
      person_id: person,
      has_responded: true,
      responded_at: at(instant),
    })),
  )
}

/** What the funnel is made of, after the tables of a CRM, in an order in which it can be made. */
export const funnelTables = [
  dimChannels,
  dimPeople,
  mapChannels,
  fctTouchpoints,
  fctActivities,
  fctLeadStages,
  fctLeadCycles,
  fctFunnelEvents,
  martFunnel,
]
