/** Cube's configuration, the same for our server, the in-process API and Cube's own CLI. */
import { relative } from 'node:path'
import type { Settings } from '../config.ts'
import { UserError } from '../errors.ts'
import { settings } from '../settings.ts'
import { type Catalog, type CubeConfig, catalogOf } from './catalog.ts'
import { checkQuery, type Query, withDefaults } from './classes.ts'
import { CubejsHandlerError, isDevelopment } from './cube.ts'
import { hasCustomFields, withCustomDimensions } from './custom_dimensions.ts'
import { WarehouseQuery } from './dialect.ts'
import { WarehouseDriver } from './driver.ts'
import { type EmbeddedViews, embedded } from './embedded_query.ts'
import { readModelFiles } from './model_files.ts'
import { totalOrder } from './order.ts'
import { QueryRefusal } from './refusal.ts'
import { type SecurityContext, securityContext } from './roles.ts'
import type { ServedBuild } from './served_build.ts'

/** Where answers come from: the published build, or one that is looked at before it is published. */
export interface Builds {
  current(): Promise<ServedBuild>
  get(build: string): Promise<ServedBuild>
}

/** What each request carries: who asks, and the build that answers. */
export interface RequestContext extends Pinned {
  readonly securityContext: SecurityContext
}

export interface OptionsSource {
  readonly builds: Builds
  /** The folder of the model. */
  readonly model: string
  /** Fields of the company's own, each a dimension beside those of the model's files. */
  readonly customFields?: Settings['customFields']
  /** Signs nothing by itself: Cube wants one in order to start. */
  readonly secret: string
  /** Verifies a token; throws where it is not one of ours. */
  readonly authenticate: (request: unknown, token: string | undefined) => Promise<SecurityContext>
  /** The views that embed tokens may read; without it they may read none. */
  readonly embeddedViews?: EmbeddedViews
  readonly report: (message: string, cause?: unknown) => void
}

/** The build that a request is answered from, however many queries it takes. */
export interface Pinned {
  readonly build: string
  readonly dataAsOf: string
  /** Set where the request is refused, for roads on which Cube loses the status. */
  readonly refused: { status?: number }
}

export const pin = ({ manifest }: ServedBuild): Pinned => ({
  build: manifest.build,
  dataAsOf: manifest.data_as_of,
  refused: {},
})

/** A request as Cube hands it to us: of HTTP, or a message of a WebSocket. */
interface CubeRequest {
  readonly pinned?: Pinned
  readonly securityContext?: { readonly exp?: number }
}

export const orchestratorId = (build: string) => `build_${build}`

/** The version of the model while it belongs to no published build. */
export const ofNoBuild = 'of no build'

/** The hash of the model that the served build was checked with. */
async function modelOf(builds: Builds): Promise<string> {
  try {
    return (await builds.current()).manifest.model
  } catch (error) {
    // While nothing is published, the model is compiled as it is.
    if (error instanceof UserError) return ofNoBuild
    throw error
  }
}

/** What Cube logs as an error, and is one of the asker. */
const mistakes = new Set(['UserError', 'Forbidden', 'Auth Error'])

/** The options for `new CubejsServer(…)`. */
export function cubeOptions(source: OptionsSource) {
  const { builds, model, secret, authenticate, report } = source
  const { customFields = settings.customFields, embeddedViews = () => new Set() } = source
  let compiled: { cubes: readonly CubeConfig[]; catalog: Catalog } | undefined

  /** Cube hands the compiled model to its dialect and to nobody else, so it is picked up there. */
  class CompiledQuery extends WarehouseQuery {
    constructor(compilers: { metaTransformer: { cubes: readonly CubeConfig[] } }, options: object) {
      super(compilers, options)
      const { cubes } = compilers.metaTransformer
      if (compiled?.cubes !== cubes) compiled = { cubes, catalog: catalogOf(cubes) }
    }
  }

  return {
    // Cube takes it from the working directory, whatever it looks like.
    schemaPath: relative(process.cwd(), model),
    ...(hasCustomFields(customFields) && {
      repositoryFactory: () => ({
        localPath: () => model,
        dataSchemaFiles: async () => withCustomDimensions(readModelFiles(model), customFields),
      }),
    }),
    // A build that was checked with another model is served with that model.
    schemaVersion: () => modelOf(builds),
    apiSecret: secret,
    telemetry: false,
    devServer: isDevelopment(),
    webSockets: true,
    cacheAndQueueDriver: 'memory',
    // Own keys, so that Cube does not look for Cube Store.
    externalDbType: undefined,
    externalDriverFactory: undefined,
    scheduledRefreshTimer: false,
    // No other site's page may read answers; Cube's default is any.
    http: { cors: { origin: false } },
    logger: (message: string, { error }: { error?: unknown } = {}) => {
      if (error !== undefined && !mistakes.has(message)) report(message, error)
    },

    checkAuth: async (request: { securityContext?: unknown }, token: string | undefined) => {
      try {
        request.securityContext = await authenticate(request, token)
      } catch (cause) {
        throw new CubejsHandlerError(403, 'Forbidden', (cause as Error).message)
      }
    },
    contextToGroups: ({ securityContext: context }: { securityContext?: unknown }) => [
      securityContext(context).role,
    ],
    extendContext: async ({ pinned, securityContext: bearer }: CubeRequest): Promise<Pinned> => {
      // A connection that stays open asks long after its token was looked at.
      if (bearer?.exp !== undefined && bearer.exp * 1000 < Date.now())
        throw new CubejsHandlerError(403, 'Forbidden', 'The token has expired.')
      return pinned ?? pin(await builds.current())
    },
    contextToOrchestratorId: async ({ build }: Partial<RequestContext>) =>
      orchestratorId(build ?? (await builds.current()).manifest.build),
    driverFactory: async ({ build }: Partial<RequestContext>) =>
      new WarehouseDriver(() => (build === undefined ? builds.current() : builds.get(build))),
    dialectFactory: () => CompiledQuery,
    orchestratorOptions: {
      // A query that takes longer is asked for again by Cube's clients, with nothing lost.
      continueWaitTimeout: 60,
      queryCacheOptions: { queueOptions: { concurrency: 4 } },
    },

    queryRewrite: (query: Query, context: RequestContext) => {
      if (compiled === undefined)
        throw new QueryRefusal(
          'The model has no access policies, so nobody may read it; give each view an access_policy.',
        )
      const { securityContext: bearer, dataAsOf } = context
      try {
        const asked = bearer.embed ? embedded(query, bearer.embed, embeddedViews) : query
        checkQuery(asked, compiled.catalog, { context: bearer, dataAsOf })
        const narrowed = withDefaults(asked, compiled.catalog)
        return { ...narrowed, order: totalOrder(asked), timezone: 'UTC' }
      } catch (error) {
        context.refused.status = (error as { status?: number }).status ?? 400
        throw error
      }
    },
  }
}
