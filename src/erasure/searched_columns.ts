/** Which columns of raw tables are looked through for names and numbers of people who are erased. */
import { isAutomatic } from '../export.ts'
import type { AnyTable } from '../table.ts'
import { contractOf } from '../warehouse/load/shape.ts'

/** How a column is looked through for names and numbers: only cells that say nothing else, or all. */
type Search = 'whole' | 'parts'

/** What is looked for in a column; one that is not looked through has none. */
export interface Searched {
  readonly names?: Search
  readonly phones?: Search
}

const keys = /(^|_)(ids?|keys?|vids?|gclid|code|stamp)$/
const ofColleagues =
  /(^|_)(owner|agent|assignee|manager|team|group|alias|nickname|hubspot_team)(_name)?$|_by$|^(sender_name|username)$/
const ofPeople = /(^|_)(first|last|full|middle)_?name$/
const ofFirms =
  /(^|_)(accounts?|company|customer|organi[sz]ation|partner|company_or_account)(_name)?$/
const ofPhones = /(^|_)(phone|mobile|fax)$/

/** The objects whose `name` is that of a colleague or another person, and of a firm. */
const peopleObjects =
  /^(people|contacts?|leads?|users?|owners?|contact_versions|campaign_members?)$/
const firmObjects =
  /^(compan(y|ies)|accounts?|account_versions|organizations?|customers?|partners?|account_history)$/

/**
 * What is looked for in a text column of a raw table. Keys are left. So is what tells others apart:
 * names of colleagues and other people, their numbers and those of firms. The name of a firm is
 * taken for that of a person where it is nothing else.
 */
export function searchedIn(table: AnyTable, column: string): Searched {
  const contract = contractOf(table)
  if (isKey(table, column)) return {}
  if (ofPhones.test(column)) return {}
  if (ofPeople.test(column) || ofColleagues.test(column)) return {}
  if (column === 'name' && peopleObjects.test(contract.object)) return {}
  if (ofFirms.test(column) || (column === 'name' && firmObjects.test(contract.object)))
    return { names: 'whole' }
  return { names: 'parts', phones: 'parts' }
}

/** Whether a column of a raw table is a key of this or another table. */
export const isKey = (table: AnyTable, column: string): boolean =>
  table.grain.includes(column) || keys.test(column) || isAutomatic(contractOf(table), column)
