/** Two systems with one person in both, for tests of erasure: native layouts, and tables over them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { sql } from 'kysely'
import { integer, text } from '../../src/columns.ts'
import { loadAccounts, quarantinedRows } from '../../src/run_tables.ts'
import { defineTable } from '../../src/table.ts'
import {
  rawHubspotContactPropertyHistory,
  rawHubspotContacts,
} from '../../transforms/sources/hubspot_contacts.ts'
import { rawHubspotEngagementNote } from '../../transforms/sources/hubspot_engagements.ts'
import { rawHubspotEngagementContact } from '../../transforms/sources/hubspot_links.ts'
import { rawSalesforceContacts } from '../../transforms/sources/salesforce.ts'
import { rawZendeskTickets } from '../../transforms/sources/zendesk_tickets.ts'
import { warehouseFolders } from '../warehouse/company.ts'

/** What identity would say: Salesforce's contact has no address, and is known to be the same person. */
const mapPeople = defineTable({
  name: 'map_people',
  description: 'Which person a record is.',
  grain: ['source_id'],
  columns: {
    source_id: text('The id.'),
    source_system: text('The system.'),
    source_instance: text('The instance.'),
    person_id: text('The person.'),
  },
  query: (db) =>
    db
      .selectFrom(rawHubspotContacts.as('contact'))
      .select([
        'contact.record_id as source_id',
        sql<string>`'hubspot'`.as('source_system'),
        'contact.source_instance',
        'contact.record_id as person_id',
      ])
      .unionAll(
        db
          .selectFrom(rawSalesforceContacts.as('contact'))
          .select([
            'contact.id as source_id',
            sql<string>`'salesforce'`.as('source_system'),
            'contact.source_instance',
            sql<string>`'1'`.as('person_id'),
          ]),
      ),
})

const dimPeople = defineTable({
  name: 'dim_people',
  description: 'The people.',
  grain: ['record_id'],
  columns: {
    record_id: text('HubSpot’s id.'),
    last_name: text('The name.').nullable(),
    email: text('The address.').nullable(),
    ticket_count: integer('The tickets of the address.'),
  },
  query: (db) =>
    db
      .selectFrom(rawHubspotContacts.as('contact'))
      .leftJoin(rawZendeskTickets.as('ticket'), (join) =>
        join.on(
          ({ ref }) =>
            sql<boolean>`${ref('ticket.requester_email')} = lower(${ref('contact.email')})`,
        ),
      )
      .groupBy(['contact.record_id', 'contact.last_name', 'contact.email'])
      .select(({ fn }) => [
        'contact.record_id',
        'contact.last_name',
        'contact.email',
        fn.count<number>('ticket.id').as('ticket_count'),
      ]),
})

const tables = [
  rawHubspotContacts,
  rawHubspotContactPropertyHistory,
  rawHubspotEngagementContact,
  rawHubspotEngagementNote,
  rawSalesforceContacts,
  rawZendeskTickets,
  loadAccounts,
  quarantinedRows,
  mapPeople,
  dimPeople,
]

export const jane = 'Jane.Roe@acme-corp.com'
/** What tells of her, and may stand nowhere. */
export const traces = [/jane/i, /roe@/i, /Roe\b/, /555-0199/, /Elm Street/, /sister/]

const header =
  'Record ID,First Name,Last Name,Email,Additional email addresses,Phone Number,Street Address,Create Date,Last Modified Date,Number of Form Submissions\n'

/** The folders of a company that knows Jane, with what a test does with them. */
export function companyWithJane() {
  const folders = warehouseFolders()
  const write = (file: string, content: string) => {
    const path = join(folders.exports, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  const others = Array.from(
    { length: 30 },
    (_, at) =>
      `${at + 10},Ann,Bell${at},ann${at}@other.com,,,,2024-01-01 10:00,2024-01-02 10:00,1\n`,
  ).join('')
  write(
    'hubspot/contacts_2024-01-31.csv',
    `${header}1,Jane,Roe,${jane},,555-0199,1 Elm Street,2024-01-01 10:00,2024-01-02 10:00,2\n2,Mary,Jones,mary.jane.roe@acme-corp.com,,555-0100,2 Oak Street,2024-01-01 10:00,2024-01-02 10:00,1\n${others}1,Jane,Roe,${jane},,555-0199,1 Elm Street,2024-01-01 10:00,2024-01-03 10:00,often\n`,
  )
  write(
    'hubspot/contact_property_history.csv',
    'contact_id,name,timestamp,value\n1,firstname,2024-01-01T10:00:00Z,Jane\n1,lifecyclestage,2024-01-01T10:00:00Z,lead\n2,firstname,2024-01-01T10:00:00Z,Mary\n',
  )
  write('hubspot/engagement_contact.csv', 'engagement_id,contact_id,type_id\n500,1,9\n501,2,9\n')
  write(
    'hubspot/engagement_note.csv',
    'engagement_id,property_hs_timestamp,property_hs_createdate,property_hs_note_body\n500,2024-01-05T10:00:00Z,2024-01-05T10:00:00Z,Jane and Mary like tea\n501,2024-01-05T10:00:00Z,2024-01-05T10:00:00Z,Mary likes coffee\n502,2024-01-05T10:00:00Z,2024-01-05T10:00:00Z,"ROE, Jane (tel. 555-0199) asked for tea"\n',
  )
  write(
    'salesforce/Contact.csv',
    'Id,FirstName,LastName,Email,Phone,Description,AccountId,LastModifiedDate,CreatedDate\n0035e00000ABCDeAAO,J.,Roe,,555-0199,her sister works here,,2024-01-02T10:00:00Z,2024-01-02T10:00:00Z\n',
  )
  return {
    ...folders,
    tables,
    people: mapPeople,
    write,
    writeTickets: (subject: string) =>
      write(
        'zendesk/tickets.csv',
        `id,created_at,updated_at,status,subject,requester_id,requester_email\n7,2024-01-05T10:00:00Z,2024-01-05T10:00:00Z,open,${subject},70,${jane.toLowerCase()}\n8,2024-01-05T10:00:00Z,2024-01-05T10:00:00Z,open,Printer of Jane Roe,71,ann0@other.com\n`,
      ),
    build: () => folders.build(tables),
    buildOf: folders.build,
  }
}

/** All that the files of a warehouse say, by file: rows as JSON, and other files as they are. */
export async function textOfWarehouse(warehouse: string): Promise<Map<string, string>> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const rowsOf = async (from: string) =>
    JSON.stringify((await connection.runAndReadAll(`from ${from}`)).getRowsJson())
  const said = new Map<string, string>()
  const entries = readdirSync(warehouse, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name)
    if (entry.name.endsWith('.parquet')) said.set(path, await rowsOf(`'${path}'`))
    else if (entry.name.endsWith('.duckdb')) {
      await connection.run(`attach '${path}' as one (read_only)`)
      const [[name] = []] = (
        await connection.runAndReadAll(
          "select table_name from duckdb_tables() where database_name = 'one'",
        )
      ).getRowsJson()
      said.set(path, await rowsOf(`one.main."${name}"`))
      await connection.run('detach one')
    } else said.set(path, readFileSync(path, 'utf8'))
  }
  connection.closeSync()
  instance.closeSync()
  return said
}
