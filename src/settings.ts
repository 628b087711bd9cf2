/**
 * The settings: `revops.config.ts`, checked, with a default for every key, overridden by the environment.
 */
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import config from '../revops.config.ts'
import { type Settings, settingsSchema } from './config.ts'
import { UserError } from './errors.ts'

export { attributionModels } from './config.ts'

/** The folder of the checkout: relative paths of settings start here. */
export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))

const environment: Partial<Record<keyof Settings, string>> = {
  exports: 'REVOPS_EXPORTS',
  warehouse: 'REVOPS_WAREHOUSE',
  host: 'REVOPS_HOST',
  port: 'REVOPS_PORT',
  sqlPort: 'REVOPS_SQL_PORT',
  secret: 'REVOPS_SECRET',
  reportingCurrency: 'REPORTING_CURRENCY',
  reportingTimeZone: 'REPORTING_TIMEZONE',
  fiscalYearStart: 'FISCAL_YEAR_START',
  grossMargin: 'GROSS_MARGIN',
  cacLagMonths: 'CAC_LAG_MONTHS',
  attributionModel: 'ATTRIBUTION_MODEL',
  attributionWindowDays: 'ATTRIBUTION_WINDOW_DAYS',
}

/**
 * Checks settings: those of the file, overridden by the environment. Paths come back absolute.
 *
 * @throws UserError that names every wrong key, where it was set and what it must be.
 */
export function checkSettings(
  config: unknown,
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const fromEnv = Object.fromEntries(
    Object.entries(environment).flatMap(([key, name]) => (env[name] ? [[key, env[name]]] : [])),
  )
  const checked = settingsSchema.safeParse({ ...(config as object), ...fromEnv })
  if (!checked.success) {
    const findings = checked.error.issues.map((issue) => {
      const [key] = issue.path as [keyof Settings]
      const where = key in fromEnv ? environment[key] : `revops.config.ts, ${issue.path.join('.')}`
      return `${where}: ${issue.message}`
    })
    throw new UserError(`The settings are not valid: ${findings.join('; ')}.`)
  }
  const settings = checked.data
  return {
    ...settings,
    exports: resolve(projectRoot, settings.exports),
    warehouse: resolve(projectRoot, settings.warehouse),
    ...(settings.annotations && { annotations: resolve(projectRoot, settings.annotations) }),
  }
}

/** The settings of this process. Transforms read them when they are imported: they are part of a query. */
export const settings: Settings = checkSettings(config, process.env)
