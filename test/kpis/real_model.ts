/** The real model, compiled once for all test files of a process, over the build that is asked for. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { join } from 'node:path'
import { type Semantic, semanticOver } from '../../src/semantic/compile.ts'
import { type Gateway, startGateway } from '../../src/semantic/gateway.ts'
import type { Builds } from '../../src/semantic/options.ts'
import { ServedBuild } from '../../src/semantic/served_build.ts'
import { projectRoot } from '../../src/settings.ts'
import type { Manifest } from '../../src/warehouse/manifest.ts'

export const model = join(projectRoot, 'model')

const opened = new Map<string, ServedBuild>()
const asked = new AsyncLocalStorage<ServedBuild>()
const builds: Builds = {
  current: async () => asked.getStore()!,
  get: async (build) => opened.get(build)!,
}
let gateway: Gateway | undefined

/**
 * Opens the model over a build. Compiling it takes longer than all else, so one gateway answers for
 * all; it recompiles where the model of a manifest is another one than that of the last question.
 */
export async function openModel(warehouse: string, manifest: Manifest): Promise<Semantic> {
  const served = await ServedBuild.open(warehouse, manifest, { model })
  opened.set(manifest.build, served)
  gateway ??= startGateway({
    builds,
    model,
    secret: 'nothing is signed in-process',
    authenticate: async () => ({ role: 'admin' }),
    report: () => {},
  })
  const { load, meta, checkModel } = semanticOver({ gateway, builds, close: async () => {} }, model)
  return {
    load: (query, context) => asked.run(served, () => load(query, context)),
    meta: (context) => asked.run(served, () => meta(context)),
    checkModel: () => asked.run(served, checkModel),
    async close() {
      gateway?.forget(manifest.build)
      if (opened.get(manifest.build) === served) opened.delete(manifest.build)
      served.retire()
    },
  }
}
