/** Who signs in to SQL by a password: the roles themselves, and the persons of the settings. */
import type { Settings } from '../config.ts'
import { securityContext } from '../semantic/roles.ts'
import type { SqlUser } from './wire/login.ts'

const roles: Settings['sqlUsers'] = {
  admin: { role: 'admin' },
  analyst: { role: 'analyst' },
  executive: { role: 'executive' },
}

/** The variable that holds a user's password. */
const variableOf = (name: string) => `REVOPS_SQL_PASSWORD_${name.toUpperCase()}`

/**
 * The users who have a password in the environment.
 *
 * @throws UserError for a rep without a user, or a manager without a team
 */
export function sqlUsersOf(
  configured: Settings['sqlUsers'],
  environment: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, SqlUser> {
  return new Map(
    Object.entries({ ...roles, ...configured }).flatMap(([name, claims]) => {
      const password = environment[variableOf(name)]
      return password ? [[name, { bearer: securityContext(claims), password }] as const] : []
    }),
  )
}
