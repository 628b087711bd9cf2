/** `/embed/chart/<id>` and `/embed/dashboard/<id>`: the token is looked at before anything is sent. */
import type { Request, RequestHandler } from 'express'
import { asynchronous } from '../semantic/asynchronous.ts'
import { type Bearer, InvalidToken, verifyToken } from '../semantic/tokens.ts'
import type { Bundle } from './bundle.ts'
import { allowEmbed } from './content_policy.ts'
import { refuse } from './refusal_page.ts'
import type { Refusal } from './refusal_words.ts'
import { isRead, refuseMethod } from './static_files.ts'

export interface EmbedOptions {
  readonly secret: string
  /** The sites that may frame an embedded page, as CSP writes them. */
  readonly ancestors: readonly string[]
}

export function embedPage(bundle: Bundle | undefined, options: EmbedOptions): RequestHandler {
  const { secret, ancestors } = options
  return asynchronous(async (request, response) => {
    if (!isRead(request)) {
      refuseMethod(request, response)
      return
    }
    const bearer = await bearerOf(secret, request)
    const refusal = typeof bearer === 'string' ? bearer : refusalOf(bundle, bearer, request)
    if (refusal !== undefined) {
      refuse(request, response, refusal, ancestors)
      return
    }
    allowEmbed(response, ancestors)
    response.set('Cache-Control', 'no-store').type('html')
    response.send(withShown(bundle!.embedPage, request, bearer as Bearer))
  })
}

/** Whose token it is, or why it is not taken. */
async function bearerOf(secret: string, { query }: Request): Promise<Bearer | Refusal> {
  const { token } = query
  try {
    return await verifyToken(secret, typeof token === 'string' ? token : undefined)
  } catch (error) {
    if (error instanceof InvalidToken) return error.reason
    throw error
  }
}

function refusalOf(
  bundle: Bundle | undefined,
  { embed }: Bearer,
  { params: { kind, id = '' } }: Request,
): Refusal | undefined {
  if (!isKind(kind)) return 'unknown'
  if (!embed?.[lists[kind]].includes(id)) return 'not_for_this'
  if (bundle === undefined) return 'not_built'
  return Object.hasOwn(bundle.catalogue[lists[kind]], id) ? undefined : 'unknown'
}

/** The page, with what it shows written into it; `<` is escaped, so that it stays data. */
function withShown(
  page: string,
  { params: { kind, id } }: Request,
  { embed, exp }: Bearer,
): string {
  const { theme, locale, filters } = embed!
  const shown = { kind, id, theme, locale, locked: Object.keys(filters), expires: exp }
  const json = JSON.stringify(shown).replaceAll('<', '\\u003c')
  return page.replace(
    '<!--embed-->',
    () => `<script type="application/json" id="embed">${json}</script>`,
  )
}

const lists = { chart: 'charts', dashboard: 'dashboards' } as const
const isKind = (kind: string | undefined): kind is keyof typeof lists =>
  kind !== undefined && Object.hasOwn(lists, kind)
