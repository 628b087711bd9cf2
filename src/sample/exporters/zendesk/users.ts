// Organisations and users: full exports of the last day.
import { END, isoMillis, isoSecond, START } from '../../calendar.ts'
import type { Company } from '../../company.ts'
import { CsvFile } from '../csv.ts'
import { agentsOf } from './agents.ts'

const ORGANIZATION =
  'id,_fivetran_synced,created_at,details,external_id,group_id,name,notes,shared_comments,shared_tickets,updated_at,url'.split(
    ',',
  )
const USER =
  'id,_fivetran_synced,active,alias,authenticity_token,chat_only,created_at,details,email,external_id,last_login_at,locale,locale_id,moderator,name,notes,only_private_comments,organization_id,phone,remote_photo_url,restricted_agent,role,shared,shared_agent,signature,suspended,ticket_restriction,time_zone,two_factor_auth_enabled,updated_at,url,verified'.split(
    ',',
  )
const API = 'https://lumenfold.zendesk.example/api/v2'

export function exportOrganizations(company: Company, dir: string): void {
  const file = new CsvFile(`${dir}/organization.csv`, ORGANIZATION)
  const synced = isoMillis(END)
  for (const { id, name, externalId, createdAt } of company.organizations) {
    const created = isoSecond(createdAt)
    const texts = ['', externalId, '', name, '']
    const url = `${API}/organizations/${id}.json`
    file.row([id, synced, created, ...texts, 'FALSE', 'FALSE', created, url])
  }
  file.close()
}

export function exportUsers(company: Company, dir: string): void {
  const file = new CsvFile(`${dir}/user.csv`, USER)
  for (const { id, name, email } of agentsOf(company.seed)) {
    file.row(row({ id, name, email, phone: '', createdAt: START, organization: '', role: 'agent' }))
  }
  for (const requester of company.requesters) {
    file.row(row({ ...requester, organization: requester.organization.id, role: 'end-user' }))
  }
  file.close()
}

interface User {
  id: string
  name: string
  email: string
  phone: string
  createdAt: number
  organization: string
  role: 'agent' | 'end-user'
}

function row({ id, name, email, phone, createdAt, organization, role }: User) {
  const created = isoSecond(createdAt)
  return [
    id,
    isoMillis(END),
    'TRUE',
    '',
    '',
    'FALSE',
    created,
    '',
    email,
    '',
    '',
    'en-US',
    1,
    'FALSE',
    name,
    '',
    'FALSE',
    organization,
    phone,
    '',
    role === 'agent' ? 'FALSE' : 'TRUE',
    role,
    'FALSE',
    'FALSE',
    '',
    'FALSE',
    role === 'agent' ? '' : 'requested',
    'Berlin',
    'FALSE',
    created,
    `${API}/users/${id}.json`,
    'TRUE',
  ]
}
