/** The semantic layer in this process: answers without a server, and the check of the model. */
import type { Settings } from '../config.ts'
import { UserError } from '../errors.ts'
import { type Manifest, readManifest } from '../warehouse/manifest.ts'
import { type Gateway, sentenceOf, startGateway } from './gateway.ts'
import { checkModel } from './model_check.ts'
import type { Builds } from './options.ts'
import { Published } from './published.ts'
import { type SecurityContext, securityContext } from './roles.ts'
import { ServedBuild } from './served_build.ts'

export interface SemanticOptions {
  readonly warehouse: string
  /** The folder of the model: cubes/, views/. */
  readonly model: string
  /** Answers from this build in the place of the published one. */
  readonly build?: string
  /** Answers from this build, which need not be published. */
  readonly manifest?: Manifest
  /** Answers from these, which whoever opened them closes. */
  readonly builds?: Builds
  /** Fields of the company's own; those of the settings by default. */
  readonly customFields?: Settings['customFields']
}

interface Loaded {
  /** By `view.member`, and `view.date.<granularity>`; numbers as exact text. */
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** Cube's annotation: title, type, format and meta of each member. */
  readonly annotation: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly build: string
  readonly data_as_of: string
}

export interface Semantic {
  /** Answers a query in Cube's JSON. What is refused throws a UserError with the sentence. */
  load(query: object, context: SecurityContext): Promise<Loaded>
  /** The views and members that a bearer of the context may see, as Cube's metadata. */
  meta(context: SecurityContext): Promise<readonly object[]>
  /** Compiles the model and binds every public member; throws Findings that name what is wrong. */
  checkModel(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the semantic layer over the published build, a retained one, or one that is about to be
 * published.
 *
 * @example
 * const semantic = await openSemantic({ warehouse: '.warehouse', model: 'model' })
 * const { rows } = await semantic.load({ measures: ['revenue.mrr'] }, { role: 'admin' })
 */
export async function openSemantic(options: SemanticOptions): Promise<Semantic> {
  return semanticOver(await openGateway(options), options.model)
}

/** The same, over a gateway that is open. */
export const semanticOver = ({ gateway, builds, close }: OpenGateway, model: string): Semantic => ({
  load: async (query, context) => load(gateway, query, securityContext(context), builds),
  async meta(context) {
    const answer = await gateway.ask('meta', {}, securityContext(context))
    refuse(answer.status, sentenceOf(answer))
    return answer.body.cubes
  },
  checkModel: async () => checkModel(gateway, await builds.current(), model),
  close,
})

/** Cube in this process, and the builds that it answers from. */
export interface OpenGateway {
  readonly gateway: Gateway
  readonly builds: Builds
  close(): Promise<void>
}

/** The same, for what asks Cube by itself: the SQL of `revops sql`. */
export async function openGateway(options: SemanticOptions): Promise<OpenGateway> {
  const { builds, close } = await buildsOf(options)
  const troubles: unknown[] = []
  const gateway = startGateway({
    builds,
    model: options.model,
    ...(options.customFields && { customFields: options.customFields }),
    secret: 'nothing is signed in-process',
    authenticate: async () => {
      throw new UserError('The semantic layer in this process takes no tokens.')
    },
    report: (_, cause) => troubles.push(cause),
  })
  return {
    gateway,
    builds,
    async close() {
      await gateway.close()
      await close()
    },
  }
}

async function buildsOf({ warehouse, model, build, manifest, builds: given }: SemanticOptions) {
  if (given) return { builds: given, close: async () => {} }
  if (build === undefined && manifest === undefined) {
    const published = new Published(warehouse, { model })
    return { builds: published, close: () => published.close() }
  }
  const opened = await ServedBuild.open(warehouse, manifest ?? readManifest(warehouse, build!), {
    model,
  })
  const builds: Builds = { current: async () => opened, get: async () => opened }
  return { builds, close: async () => opened.retire() }
}

async function load(
  gateway: Gateway,
  query: object,
  context: SecurityContext,
  builds: Builds,
): Promise<Loaded> {
  const { manifest } = await builds.current()
  for (;;) {
    const answer = await gateway.ask('load', { query }, context)
    const error = sentenceOf(answer)
    if (error === 'Continue wait') continue
    refuse(answer.status, error)
    const results = answer.body.results ?? [answer.body]
    return {
      rows: results.flatMap(({ data }: { data: Loaded['rows'] }) => data),
      annotation: Object.assign({}, ...Object.values(results[0].annotation)),
      build: manifest.build,
      data_as_of: manifest.data_as_of,
    }
  }
}

function refuse(status: number, error: string | undefined) {
  if (error === undefined && status < 400) return
  if (status < 500) throw new UserError(error)
  throw new Error(error)
}
