/** What a build is made from: the settings, overridden by the options of the command. */
import { join } from 'node:path'
import type { BuildOptions } from '../warehouse/index.ts'
import type { Measure } from '../warehouse/measured.ts'
import type { Premises } from '../warehouse/standstill.ts'

export interface BuildFlags {
  readonly exports?: string
  readonly warehouse?: string
  readonly select?: string
  readonly full?: boolean
  readonly asOf?: string
}

/** Imports the settings and every transform: the slow part of a build that has nothing to do. */
export async function buildInputs(flags: BuildFlags): Promise<BuildOptions> {
  const [{ settings, projectRoot }, { tables }] = await Promise.all([
    import('../settings.ts'),
    import('../../transforms/index.ts'),
  ])
  return {
    exports: flags.exports ?? settings.exports,
    warehouse: flags.warehouse ?? settings.warehouse,
    tables,
    model: join(projectRoot, 'model'),
    measure: measureKpis,
    reportingCurrency: settings.reportingCurrency,
    reportingTimeZone: settings.reportingTimeZone,
    retainedBuilds: settings.retainedBuilds,
    maxGoneShare: settings.maxGoneShare,
    maxUnknownShare: settings.maxUnknownShare,
    maxUnknownShares: settings.maxUnknownShares,
    ...(flags.select === undefined ? {} : { select: flags.select }),
    ...(flags.full === undefined ? {} : { full: flags.full }),
    ...(flags.asOf === undefined ? {} : { asOf: flags.asOf }),
  }
}

/** Asks the model over the tables of a build, once a build needs it. */
export const measureKpis: Measure = async (candidate) => {
  const { candidatesOf } = await import('../semantic/candidates.ts')
  const { projectRoot } = await import('../settings.ts')
  const candidates = candidatesOf(join(projectRoot, 'model'))
  try {
    return await candidates.measure(candidate)
  } finally {
    await candidates.close()
  }
}

/** What the command line is made of: all that may change what a build makes of the same exports. */
const code = ['src', 'transforms', 'model', 'cube.js', 'revops.config.ts', 'package-lock.json']

/** What a build is a function of; undefined where it was asked to look at everything. */
export async function premisesOf(flags: BuildFlags): Promise<Premises | undefined> {
  if (flags.full || flags.select !== undefined) return undefined
  const { settings, projectRoot } = await import('../settings.ts')
  const exports = flags.exports ?? settings.exports
  const { host: _, port: __, sqlPort: ___, secret: ____, ...ofBuilds } = settings
  return {
    warehouse: flags.warehouse ?? settings.warehouse,
    paths: [...code.map((name) => join(projectRoot, name)), exports],
    values: [ofBuilds, exports, flags.asOf],
  }
}
