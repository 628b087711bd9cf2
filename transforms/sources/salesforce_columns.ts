/** Words for the contracts of Salesforce: its objects share columns, and name them by one rule. */
import { type Column, flag, text, timestamp } from '../../src/columns.ts'
import { from, optional } from '../../src/export.ts'

/** A column that may be empty, and that a layout may lack. */
export const may = <T>(column: Column<T>, ...headers: string[]) =>
  optional(from(column.nullable(), ...headers))

/** When and by whom a record was made and changed. Reports name them as the connector does. */
export const record = () => ({
  is_deleted: may(flag('Whether it is in the recycle bin.'), 'IsDeleted', 'Deleted'),
  created_by_id: may(text('The user who created it.'), 'CreatedById'),
  created_date: may(
    timestamp('When it was created.'),
    'CreatedDate',
    'Erstelldatum',
    'Erstellungsdatum',
    'Date de création',
  ),
  last_modified_by_id: may(text('The user who last changed it.'), 'LastModifiedById'),
  last_modified_date: may(
    timestamp('When a person last changed it; else when the connector last copied it.'),
    'LastModifiedDate',
    'last_modified_date',
    'Last Modified',
    'Datum der letzten Änderung',
    'Letzte Änderung',
    'Date de la dernière modification',
    '_fivetran_synced',
  ),
  system_modstamp: may(timestamp('When a person or a process last changed it.'), 'SystemModstamp'),
  ...copied(),
})

/** What the connector says of a row. */
export const copied = () => ({
  _fivetran_deleted: may(flag('Whether the connector found it deleted.')),
  _fivetran_active: may(flag('Whether the connector found it in its last copy.')),
  _fivetran_synced: may(timestamp('When the connector last copied it.')),
})

/** Fields that nothing reads, by the API’s names: known, so that they are not reported as new. */
export const unread = (names: string): object =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [snakeCase(name), may(text(`Salesforce’s ${name}, unread.`), name)]),
  )

/** As the connector writes a field: `Pricebook2Id` becomes `pricebook_2_id`. */
const snakeCase = (name: string) =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([a-zA-Z])(\d)/g, '$1_$2')
    .toLowerCase()

/** The fields of a person that tell who it is, by API name and label, in lower case. */
export const personalField =
  /name|mail|phone|fax|street|address|postal|birth|salutation|description|kontakt|nachname|telefon|téléphone/

/** A row of an object's field history: values are text, whatever the field. */
export function fieldChange() {
  return {
    id: from(text('Salesforce’s id of the change.'), 'Id'),
    field: from(text('The field’s API name, or `created`.').nullable(), 'Field'),
    old_value: from(text('The value before.').nullable(), 'OldValue'),
    new_value: from(text('The value after.').nullable(), 'NewValue'),
    created_date: from(timestamp('When it changed.'), 'CreatedDate'),
    created_by_id: may(text('Who changed it.'), 'CreatedById'),
    is_deleted: may(flag('Whether the record is deleted.'), 'IsDeleted'),
    data_type: may(text('The type of the field.'), 'DataType'),
    ...copied(),
  }
}

/** The labels of an opportunity's fields that reports of several kinds have. */
export const opportunityLabels = {
  id: ['Opportunity ID', 'Opportunity-ID', 'ID de l’opportunité', "ID de l'opportunité"],
  name: ['Opportunity Name', 'Opportunityname', 'Nom de l’opportunité', "Nom de l'opportunité"],
  stage: ['Stage', 'Phase', 'Étape'],
  amount: ['Amount', 'Betrag', 'Montant'],
  closeDate: ['CloseDate', 'Schlusstermin', 'Date de clôture'],
  createdDate: ['Erstelldatum', 'Erstellungsdatum', 'Date de création'],
} as const
