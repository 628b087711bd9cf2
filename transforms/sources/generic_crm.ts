/** The generic files of companies, people, owners and partners, and what our people do with them. */
import { accountColumns } from '../staging/objects/accounts.ts'
import { activityColumns } from '../staging/objects/activities.ts'
import { leadStageColumns } from '../staging/objects/lead_stages.ts'
import { ownerColumns } from '../staging/objects/owners.ts'
import { partnerColumns } from '../staging/objects/partners.ts'
import { personColumns } from '../staging/objects/people.ts'
import { ticketColumns } from '../staging/objects/tickets.ts'
import { defineFile } from './generic_files.ts'

export const rawGenericAccounts = defineFile(accountColumns, {
  object: 'accounts',
  also: ['companies', 'customers'],
  rows: 'Companies in every state that exports told of',
  key: ['account_id'],
  keep: 'versions',
  version: 'modified_at',
  observed: ['created_at', 'modified_at'],
  customFields: 'accounts',
  words: {
    account_id: ['id', 'company_id', 'customer_id'],
    account_name: ['name', 'company', 'company_name'],
    domain: ['website'],
    employee_count: ['employees'],
    owner_name: ['owner'],
    parent_account_id: ['parent_id'],
  },
})

export const rawGenericPeople = defineFile(personColumns, {
  object: 'people',
  also: ['contacts'],
  rows: 'People',
  key: ['person_id'],
  version: 'modified_at',
  observed: ['created_at', 'modified_at'],
  customFields: 'people',
  person: {
    ids: ['person_id'],
    emails: ['email', 'additional_emails'],
    clears: [
      'first_name',
      'last_name',
      'full_name',
      'phone',
      'mobile_phone',
      'street',
      'postal_code',
      'birth_date',
    ],
  },
  words: {
    person_id: ['id', 'contact_id', 'lead_id'],
    full_name: ['name'],
    email: ['e-mail', 'email_address'],
    mobile_phone: ['mobile'],
    company_name: ['company'],
    owner_name: ['owner'],
    birth_date: ['date_of_birth', 'dob'],
  },
})

export const rawGenericOwners = defineFile(ownerColumns, {
  object: 'owners',
  also: ['users'],
  rows: 'Owners in every state that exports told of',
  key: ['owner_id'],
  keep: 'versions',
  version: 'exported_date',
  words: {
    owner_id: ['id', 'user_id'],
    owner_email: ['email'],
    owner_name: ['name'],
    team_name: ['team'],
    is_active: ['active'],
  },
})

export const rawGenericPartners = defineFile(partnerColumns, {
  object: 'partners',
  rows: 'Partners who bring or sell',
  key: ['partner_id'],
  words: { partner_id: ['id'], partner_name: ['name'], partner_type: ['type'] },
})

export const rawGenericLeadStages = defineFile(leadStageColumns, {
  object: 'lead_stages',
  rows: 'When people entered stages of the funnel',
  key: ['person_id', 'stage_name', 'entered_at'],
  observed: ['entered_at'],
  words: {
    person_id: ['contact_id', 'lead_id'],
    stage_name: ['stage'],
    entered_at: ['date_entered'],
  },
})

export const rawGenericActivities = defineFile(activityColumns, {
  object: 'activities',
  rows: 'Calls, e-mails, meetings and tasks of our people',
  key: ['activity_id'],
  observed: ['occurred_at'],
  words: {
    activity_id: ['id'],
    activity_type: ['type'],
    occurred_at: ['timestamp', 'date'],
  },
})

export const rawGenericTickets = defineFile(ticketColumns, {
  object: 'tickets',
  rows: 'Support tickets',
  key: ['ticket_id'],
  person: { ids: ['person_id'], emails: ['requester_email'] },
  observed: ['created_at', 'solved_at'],
  words: {
    ticket_id: ['id'],
    account_name: ['company', 'organisation', 'organization'],
    agent_name: ['agent', 'assignee'],
    team_name: ['team', 'group'],
    ticket_status: ['status'],
    ticket_type: ['type'],
  },
})
