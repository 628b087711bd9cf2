/** Who asks: the roles, and what a token says of its bearer. The model's access policies read it. */
import * as z from 'zod'
import { UserError } from '../errors.ts'
import { embedSchema } from './embed.ts'

/**
 * `admin` and `analyst` see every row (an analyst no personal data), `executive` every deal and
 * account but no persons, `manager` the rows of the own team, `rep` the own rows.
 */
const roles = ['admin', 'analyst', 'executive', 'manager', 'rep'] as const

const name = z.string().min(1)

/** What every role may have beside. */
const embed = embedSchema.optional()

const schema = z.discriminatedUnion('role', [
  z.object({
    role: z.enum(['admin', 'analyst', 'executive']),
    user: name.optional(),
    team: name.optional(),
    embed,
  }),
  z.object({ role: z.literal('manager'), user: name.optional(), team: name, embed }),
  z.object({ role: z.literal('rep'), user: name, team: name.optional(), embed }),
])

/** What the answers depend on. `user` is an owner's name or e-mail address. */
export type SecurityContext = z.output<typeof schema>

/** Checks a context: a role that is known, the user of a rep, the team of a manager. */
export function securityContext(context: unknown): SecurityContext {
  const { data, error } = schema.safeParse(context)
  if (data !== undefined) return data
  const wrong = error?.issues.find(({ path }) => path[0] === 'embed')
  if (wrong !== undefined)
    throw new UserError(
      `What may be embedded is not well formed: ${wrong.path.join('.')} ${wrong.message}.`,
    )
  const role = (context as { role?: unknown } | null | undefined)?.role
  switch (role) {
    case 'rep':
      throw new UserError('The role rep needs a user: the owner’s name or e-mail address.')
    case 'manager':
      throw new UserError('The role manager needs a team.')
    default:
      throw new UserError(
        `${role === undefined ? 'There is no role' : `The role ${String(role)} is unknown`}; use one of ${roles.join(', ')}.`,
      )
  }
}
