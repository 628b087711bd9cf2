/** Rows whose keys resolve to nothing: how many there may be, of all relations and of single ones. */
import { Findings, UserError } from '../errors.ts'
import { knownAudit } from '../table.ts'
import type { BuildOptions } from './inputs.ts'
import type { Made } from './make.ts'

type Limits = Pick<BuildOptions, 'maxUnknownShare' | 'maxUnknownShares'>

/**
 * Holds the tables of a build to the limits of the settings. The audits have counted, whenever a
 * table was made; so another limit makes no table anew.
 *
 * @throws Findings that names each relation of which too many rows resolve to nothing
 * @throws UserError for a limit of a relation that there is not
 */
export function refuseUnknown(tables: readonly Made[], limits: Limits): void {
  const { maxUnknownShare = 1, maxUnknownShares = {} } = limits
  const relations = tables.flatMap(({ version: { table }, stored }) =>
    table.relations
      .filter(({ unknown }) => unknown !== undefined)
      .map((relation) => ({
        name: `${table.name}.${relation.column}`,
        rows: stored.rows,
        unknown: stored.audits.find(({ name }) => name === knownAudit(relation))?.broken ?? 0,
      })),
  )
  const names = new Set(relations.map(({ name }) => name))
  const strange = Object.keys(maxUnknownShares).filter((name) => !names.has(name))
  if (strange.length > 0)
    throw new UserError(
      `maxUnknownShares in revops.config.ts names ${strange.join(', ')}, and no such column may be unknown; it can name ${[...names].sort().join(', ') || 'none'}.`,
    )
  const findings = relations.flatMap(({ name, rows, unknown }) => {
    const limit = maxUnknownShares[name] ?? maxUnknownShare
    return unknown > limit * rows
      ? [`${name} is unknown in ${unknown} of ${rows} rows, more than ${limit * 100} %.`]
      : []
  })
  if (findings.length > 0)
    throw new Findings('Too many rows resolve to nothing, so nothing is published:', findings)
}
