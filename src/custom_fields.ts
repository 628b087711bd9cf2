/** The fields that the settings declare beside those of the contracts. */
import { settings } from './settings.ts'

/** The business objects that can have fields of a company’s own. */
export type CustomObject = keyof typeof settings.customFields

/** A declared field that a system has. */
interface DeclaredField {
  readonly name: string
  readonly header: string
}

/** The names of the fields that are declared for an object. */
export const namesOf = (object: CustomObject): readonly string[] =>
  Object.keys(settings.customFields[object])

/** The fields that are declared for an object and stand in a system’s exports. */
export const fieldsOf = (system: string, object: CustomObject): readonly DeclaredField[] =>
  Object.entries(settings.customFields[object]).flatMap(([name, { from }]) => {
    const header = from[system]
    return header === undefined ? [] : [{ name, header }]
  })

/** What matches the headers of those fields: for the `gathered` of a contract. */
export function declaredHeaders(system: string, object: CustomObject): RegExp {
  const headers = fieldsOf(system, object).map(({ header }) => RegExp.escape(header))
  // Without any, it matches nothing.
  return new RegExp(`^(?:${headers.length === 0 ? '(?!)' : headers.join('|')})$`)
}
