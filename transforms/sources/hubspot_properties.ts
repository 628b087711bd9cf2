/** The headers of HubSpot’s properties: the label of the UI, the API’s name, and the connector’s. */
import { type AnyColumn, text, timestamp } from '../../src/columns.ts'
import { from, optional } from '../../src/export.ts'
import { synced } from './connector.ts'

/**
 * A property of an object: labels of the UI in any language, then the API’s name, which connectors
 * write behind `property_`.
 */
export const property = <T extends AnyColumn>(
  column: T,
  internal: string,
  ...labels: string[]
): T => optional(required(column, internal, ...labels))

/** The same for a property without which a file is no export of the object. */
export const required = <T extends AnyColumn>(
  column: T,
  internal: string,
  ...labels: string[]
): T => from(column, ...labels, internal, `property_${internal}`)

/** The properties of a contact that tell who the person is. */
export const personalProperty =
  /name|mail|phone|fax|address|street|^zip|birth|salutation|message|comment|twitter|linkedin|facebook/

/** The columns of a property history, beside the object’s id. */
export const historyColumns = () => ({
  name: text('The property’s internal name.'),
  timestamp: from(timestamp('When it took the value.'), 'timestamp_instant'),
  value: text('The value; empty where it was cleared.').nullable(),
  source: optional(text('What set it.').nullable()),
  source_id: optional(text('Who set it.').nullable()),
  _fivetran_synced: synced(),
})
