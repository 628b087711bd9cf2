/** `revops token`: a signed token for REST, embeds and SQL. */
import type { Command } from 'commander'
import type { TokenClaims } from '../semantic/tokens.ts'
import { UsageError } from './failure.ts'
import { duration, gathered, withExample, withJson, withWarehouse } from './options.ts'
import { printJson, printLines } from './output.ts'

interface Options {
  readonly role: string
  readonly user?: string
  readonly team?: string
  readonly embed?: readonly string[]
  readonly lock?: readonly string[]
  readonly theme?: string
  readonly locale?: string
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
    .option(
      '--embed <id>',
      'chart/<id> or dashboard/<id> that a page may show; repeatable',
      gathered,
    )
    .option(
      '--lock <filter>',
      'with --embed: view.dimension=value, always filtered; repeatable',
      gathered,
    )
    .option('--theme <theme>', 'with --embed: light or dark')
    .option('--locale <language>', 'with --embed: en, de, ro, ja or fi')
    .option('--expires <span>', 'for how long it holds (default: 1h)', duration, 3600)
  withExample(
    withJson(withWarehouse(command)),
    'token --role analyst',
    'token --role rep --user "Anna Berg" --expires 8h',
    'token --role executive --embed chart/revenue.mrr --lock revenue.segment=SMB --expires 10m',
  ).action(token)
}

async function token({ expires, warehouse, json, role, user, team, ...shown }: Options) {
  const { settings } = await import('../settings.ts')
  const { secretOf } = await import('../semantic/secret.ts')
  const { issueToken } = await import('../semantic/tokens.ts')
  const bearer = await bearerOf({
    role,
    ...(user && { user }),
    ...(team && { team }),
    ...embedOf(shown),
  })
  const secret = secretOf({ ...settings, warehouse: warehouse ?? settings.warehouse })
  const text = await issueToken(secret, { ...bearer, expires })
  if (json) printJson({ token: text })
  else printLines(text)
}

/** What an embedded page may show, of the options; nothing where the token is for no embed. */
function embedOf({
  embed,
  lock = [],
  theme,
  locale,
}: Pick<Options, 'embed' | 'lock' | 'theme' | 'locale'>) {
  if (embed === undefined) {
    if (lock.length > 0 || theme !== undefined || locale !== undefined)
      throw new UsageError('--lock, --theme and --locale are for a token with --embed.')
    return {}
  }
  const idsOf = (kind: string) =>
    embed.flatMap((written) =>
      written.startsWith(`${kind}/`) ? written.slice(kind.length + 1) : [],
    )
  const strange = embed.find((written) => !/^(chart|dashboard)\/./.test(written))
  if (strange !== undefined)
    throw new UsageError(`--embed ${strange} is neither chart/<id> nor dashboard/<id>.`)
  const filters: Record<string, string[]> = {}
  for (const written of lock) {
    const [, member, value] = /^([^=]+)=(.*)$/s.exec(written) ?? []
    if (member === undefined || value === undefined)
      throw new UsageError(`--lock ${written} is not written as revenue.segment=SMB.`)
    filters[member] = [...(filters[member] ?? []), value]
  }
  return {
    embed: {
      charts: idsOf('chart'),
      dashboards: idsOf('dashboard'),
      filters,
      ...(theme && { theme }),
      ...(locale && { locale }),
    } as TokenClaims['embed'],
  }
}

/** Who the token speaks for; a role that there is not is wrong usage. */
async function bearerOf(who: Pick<TokenClaims, 'role' | 'user' | 'team' | 'embed'>) {
  const { securityContext } = await import('../semantic/roles.ts')
  try {
    return securityContext(who)
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause })
  }
}
