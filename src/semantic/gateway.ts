/** Cube, started in this process: its core, and a way to ask it without a socket. */
import { checkOneView, type Query } from './classes.ts'
import { CubejsHandlerError, CubejsServer } from './cube.ts'
import { cubeOptions, type OptionsSource, orchestratorId, type RequestContext } from './options.ts'
import type { SecurityContext } from './roles.ts'

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: the JSON of Cube's answer
  readonly body: any
}

type Method = 'load' | 'meta' | 'sql' | 'dryRun'

export interface Gateway {
  // biome-ignore lint/suspicious/noExplicitAny: Cube's own types do not load under nodenext
  readonly core: any
  // biome-ignore lint/suspicious/noExplicitAny: the options of `new CubejsServer`
  readonly options: any
  /** Asks as a bearer of the context would over HTTP: the same policies, the same checks. */
  ask(method: Method, params: object, context: SecurityContext): Promise<Answer>
  /** Compiles the model. Throws Cube's own error where it does not compile. */
  compile(): Promise<void>
  /** Forgets what is kept for a build that is no longer served. */
  forget(build: string): void
  close(): Promise<void>
}

export function startGateway(source: OptionsSource): Gateway {
  const options = cubeOptions(source)
  const { core } = new CubejsServer(options)
  const compilerApi = core.getCompilerApi.bind(core)
  core.getCompilerApi = async (context: Context) =>
    compilerFor(await compilerApi(context), context.securityContext?.role)

  return {
    core,
    options,
    async ask(method, params, securityContext) {
      const gateway = core.apiGateway()
      const context = await gateway.contextByReq({}, securityContext, 'in-process')
      return new Promise((resolve, reject) => {
        const respond = async (message: Message, { status = 200 } = {}) => {
          try {
            resolve({ status, body: await bodyOf(message) })
          } catch (cause) {
            resolve({ status: 500, body: { error: (cause as Error).message } })
          }
        }
        gateway[method]({ ...params, context, res: respond }).catch(reject)
      })
    },
    async compile() {
      await (await compilerApi({})).getCompilers()
    },
    forget(build) {
      core.orchestratorStorage.storage.delete(orchestratorId(build))
    },
    async close() {
      await core.beforeShutdown()
      await core.releaseConnections()
    },
  }
}

interface Context {
  readonly securityContext?: { readonly role?: string }
}

type Message = { isWrapper?: true; getFinalResult?: () => Promise<ArrayBuffer> } | object

async function bodyOf(message: Message) {
  if (!('isWrapper' in message) || message.getFinalResult === undefined) return message
  return JSON.parse(Buffer.from(await message.getFinalResult()).toString())
}

/** What `getCompilerApi` gives for a role; one compiled model is behind all of them. */
// biome-ignore lint/suspicious/noExplicitAny: Cube's own types do not load under nodenext
function compilerFor(api: any, role = '') {
  return new Proxy(api, {
    get(target, key) {
      switch (key) {
        // Cube keeps one GraphQL schema for all, with the names of views that are closed to some.
        case 'getGraphQLSchema':
          return () => graphQLSchemas(target).get(role)
        case 'setGraphQLSchema':
          return (schema: unknown) => graphQLSchemas(target).set(role, schema)
        case 'metaConfig':
          return (context: unknown, options: object) =>
            target.metaConfig(context, { ...options, skipVisibilityPatch: false })
        case 'applyRowLevelSecurity':
          return async (query: Query, evaluated: unknown, context: RequestContext) => {
            checkOneView(query)
            const applied = await target.applyRowLevelSecurity(query, evaluated, context)
            if (!applied.denied) return applied
            context.refused.status = 403
            throw closed(role)
          }
        default:
          return Reflect.get(target, key)
      }
    },
  })
}

/** Cube answers what a role may not read with no rows; a refusal says what is the matter. */
const closed = (role: string) =>
  new CubejsHandlerError(
    403,
    'Forbidden',
    `The role ${role} may not read this view, or a member of it that the query names.`,
  )

const schemas = new WeakMap<object, { compiled: unknown; byRole: Map<string, unknown> }>()

/** Per compiled model, so that a changed one is offered anew. */
function graphQLSchemas(api: { compilers: object }): Map<string, unknown> {
  const kept = schemas.get(api)
  if (kept?.compiled === api.compilers) return kept.byRole
  const byRole = new Map<string, unknown>()
  schemas.set(api, { compiled: api.compilers, byRole })
  return byRole
}

/** The sentence of an answer that is an error. */
export function sentenceOf({ body }: Answer): string | undefined {
  const error = (body as { error?: unknown })?.error
  return error === undefined ? undefined : String(error).replace(/^(?:Error|UserError): /, '')
}
