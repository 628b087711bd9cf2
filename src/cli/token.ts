/** `revops token`: a signed token for REST, embeds and SQL. */
import type { Command } from 'commander'
import { UsageError } from './failure.ts'
import { duration, withExample, withJson, withWarehouse } from './options.ts'
import { printJson, printLines } from './output.ts'

interface Options {
  readonly role: string
  readonly user?: string
  readonly team?: string
  readonly expires: number
  readonly warehouse?: string
  readonly json?: boolean
}

export function addToken(program: Command) {
  const command = program
    .command('token')
    .description('Print a signed token for REST, GraphQL and embeds.')
    .requiredOption('--role <role>', 'admin, analyst, executive, manager or rep')
    .option('--user <name>', 'an owner’s name or e-mail; a rep sees their rows')
    .option('--team <name>', 'a team; a manager sees its rows')
    .option('--expires <span>', 'for how long it holds (default: 1h)', duration, 3600)
  withExample(
    withJson(withWarehouse(command)),
    'token --role analyst',
    'token --role rep --user "Anna Berg" --expires 8h',
  ).action(token)
}

async function token({ expires, warehouse, json, ...who }: Options) {
  const { settings } = await import('../settings.ts')
  const { secretOf } = await import('../semantic/secret.ts')
  const { issueToken } = await import('../semantic/tokens.ts')
  const bearer = await bearerOf(who)
  const secret = secretOf({ ...settings, warehouse: warehouse ?? settings.warehouse })
  const text = await issueToken(secret, { ...bearer, expires })
  if (json) printJson({ token: text })
  else printLines(text)
}

/** Who the token speaks for; a role that there is not is wrong usage. */
async function bearerOf(who: Pick<Options, 'role' | 'user' | 'team'>) {
  const { securityContext } = await import('../semantic/roles.ts')
  try {
    return securityContext(who)
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause })
  }
}
