/** What a careful reviewer would take for a sign that two exported records are one firm or person. */
import { type Row, rowsOf } from './exported.ts'

/** A record's key and its signs; two records that share a sign are taken for one. */
export type Evidence = Map<string, Set<string>>

const freeMail = new Set(['freepost.example', 'webbox.example', 'posteo-mail.example'])
const last = (rows: Row[], key: string) => new Map(rows.map((row) => [row[key] ?? '', row]))
const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '')

const forms =
  /(gesellschaftmbh|gmbh|aktiengesellschaft|limited|incorporated|sarl|spzoo|sas|srl|spa|ltd|plc|inc|llc|lda|aps|ag|se|sa|bv|nv|sl|ab|as|oy|ou)$/
const firmName = (name: string) => plain(name).replace(forms, '')
const hostOf = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/^.*@|^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/.*$/, '')

/** The last eight digits: where a country code stands, and how, does not matter. */
const phoneOf = (text = '') => text.replace(/\D/g, '').slice(-7)

export function accountEvidence(dir: string): Evidence {
  const signs: Evidence = new Map()
  const put = (key: string, ...found: string[]) => {
    const known = signs.get(key) ?? new Set<string>([key])
    signs.set(key, known)
    for (const sign of found) if (!/^[a-z]+:(?:[^:]*:)?$/.test(sign)) known.add(sign)
  }
  const host = (text = '') => {
    const found = hostOf(text)
    return /\.example$/.test(found) && !freeMail.has(found) ? `host:${found}` : 'host:'
  }
  for (const [id, row] of last(rowsOf(dir, 'hubspot/companies'), 'id')) {
    const merged = (row['hs_merged_object_ids'] ?? '').split(';')
    const domains = (row['hs_additional_domains'] ?? '').split(';')
    put(
      `hubspot:${id}`,
      host(row['domain']),
      ...domains.map(host),
      `phone:${phoneOf(row['phone'])}`,
      `name:${firmName(row['name'] ?? '')}`,
      `salesforce:${row['salesforceaccountid'] ?? ''}`,
      ...merged.filter((other) => other !== '').map((other) => `hubspot:${other}`),
    )
  }
  const accounts = rowsOf(dir, 'salesforce/2').filter((row) => 'BillingCity' in row)
  for (const [id, row] of last(accounts, 'Id')) {
    put(
      `salesforce:${id}`,
      host(row['Website']),
      `phone:${phoneOf(row['Phone'])}`,
      `name:${firmName(row['Name'] ?? '')}`,
      `salesforce:${row['MasterRecordId'] ?? ''}`,
    )
  }
  for (const [id, row] of last(rowsOf(dir, 'stripe/customers'), 'id')) {
    put(
      `stripe:${id}`,
      host(row['Email']),
      `name:${firmName(row['Name'] ?? '')}`,
      `hubspot:${row['hubspot_company_id (metadata)'] ?? ''}`,
      `salesforce:${row['salesforce_account_id (metadata)'] ?? ''}`,
    )
  }
  for (const [id, row] of last(rowsOf(dir, 'zendesk/organization'), 'id')) {
    const external = row['external_id'] ?? ''
    const crm = external.startsWith('001') ? 'salesforce' : 'hubspot'
    put(`zendesk:${id}`, `name:${firmName(row['name'] ?? '')}`, `${crm}:${external}`)
  }
  for (const row of rowsOf(dir, 'zendesk/user')) {
    const organization = `zendesk:${row['organization_id'] ?? ''}`
    if (signs.has(organization)) put(organization, host(row['email']))
  }
  return signs
}

export function personEvidence(dir: string): Evidence {
  const signs: Evidence = new Map()
  const put = (key: string, row: { first: string; last: string } & Record<string, string>) => {
    const name = plain(`${row['first']}${row['last']}`)
    const email = (row['email'] ?? '')
      .trim()
      .toLowerCase()
      .replace(/\+[^@]*/, '')
    const phone = phoneOf(row['phone'])
    const firm = firmName(row['firm'] ?? '')
    const found = new Set<string>([key])
    if (/^[^@ ]+@[^@ ]+\.example$/.test(email)) found.add(`email:${email}`)
    if (phone !== '') found.add(`phone:${phone}/${plain(row['last'] ?? '').slice(0, 1)}`)
    if (firm !== '' && name !== '') found.add(`at:${firm}/${name}`)
    const host = email.split('@')[1] ?? ''
    if (host.endsWith('.example') && !freeMail.has(host)) found.add(`of:${host}/${name}`)
    for (const link of (row['link'] ?? '').split(' ')) if (link !== '') found.add(link)
    signs.set(key, found)
  }
  for (const [id, row] of last(rowsOf(dir, 'hubspot/contacts'), 'Record ID')) {
    put(`hubspot:${id}`, {
      first: row['First Name'] ?? '',
      last: row['Last Name'] ?? '',
      email: row['Email'] ?? '',
      phone: row['Phone Number'] ?? '',
      firm: row['Company Name'] ?? '',
    })
  }
  const accounts = rowsOf(dir, 'salesforce/2').filter((row) => 'BillingCity' in row)
  const firms = new Map(accounts.map((row) => [row['Id'] ?? '', row['Name'] ?? '']))
  for (const object of ['Lead', 'Contact']) {
    for (const [id, row] of last(rowsOf(dir, `salesforce/${object}_`), 'Id')) {
      const converted = row['ConvertedContactId'] ?? ''
      put(`salesforce:${id}`, {
        first: row['FirstName'] ?? '',
        last: row['LastName'] ?? '',
        email: row['Email'] ?? '',
        phone: row['MobilePhone'] || row['Phone'] || '',
        firm: row['Company'] ?? firms.get(row['AccountId'] ?? '') ?? '',
        link: converted === '' ? '' : `salesforce:${converted}`,
      })
    }
  }
  const organizations = last(rowsOf(dir, 'zendesk/organization'), 'id')
  for (const [id, row] of last(rowsOf(dir, 'zendesk/user'), 'id')) {
    if (row['role'] !== 'end-user') continue
    const [first = '', ...rest] = (row['name'] ?? '').split(' ')
    put(`zendesk:${id}`, {
      first,
      last: rest.join(' '),
      email: row['email'] ?? '',
      phone: row['phone'] ?? '',
      firm: organizations.get(row['organization_id'] ?? '')?.['name'] ?? '',
    })
  }
  return signs
}

/** Records that hang together by signs, each by the name of its group. */
export function groupsOf(evidence: Evidence): Map<string, string> {
  const parents = new Map<string, string>()
  const find = (key: string): string => {
    let root = key
    for (
      let next = parents.get(root);
      next !== undefined && next !== root;
      next = parents.get(root)
    )
      root = next
    parents.set(key, root)
    return root
  }
  for (const [key, signs] of evidence) for (const sign of signs) parents.set(find(sign), find(key))
  return new Map([...evidence.keys()].map((key) => [key, find(key)]))
}

/** Of all pairs of records that the truth (or the guess) takes for one, how many the other does too. */
export function agreement(
  records: readonly string[],
  guess: ReadonlyMap<string, string>,
  truth: ReadonlyMap<string, string>,
): { precision: number; recall: number; pairs: number } {
  const pairs = (keyOf: (record: string) => string) =>
    [...Map.groupBy(records, keyOf).values()].reduce(
      (sum, group) => sum + (group.length * (group.length - 1)) / 2,
      0,
    )
  const guessed = pairs((record) => guess.get(record) ?? record)
  const real = pairs((record) => truth.get(record) ?? record)
  const both = pairs((record) => `${guess.get(record)}\n${truth.get(record)}`)
  return { precision: both / guessed, recall: both / real, pairs: real }
}
