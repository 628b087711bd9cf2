/** `GET /lineage?name=view.measure`: what a KPI is made of, told to whom the KPI is shown. */
import type { RequestHandler } from 'express'
import { asynchronous } from '../semantic/asynchronous.ts'
import type { Authenticated } from '../semantic/authentication.ts'
import type { Gateway } from '../semantic/gateway.ts'
import type { Published } from '../semantic/published.ts'

/** From the exports to the mart, as the documentation reads it. */
interface Lineage {
  readonly steps: readonly {
    readonly layer: string
    readonly tables: readonly { readonly name: string; readonly export?: string }[]
  }[]
}

/** Tells the lineage of a member; undefined for what is none. */
export type LineageOf = (name: string) => Promise<Lineage | undefined>

interface Parts {
  readonly gateway: Gateway
  readonly published: Published
  readonly lineageOf: LineageOf | undefined
}

/**
 * Answers 403 to embed tokens, and 404 alike for what is not there and what the role does not see.
 * Tables without a row in the published build are left out; of exports it tells the files.
 */
export const lineage = ({ gateway, published, lineageOf }: Parts): RequestHandler =>
  asynchronous(async (request, response) => {
    response.set('Cache-Control', 'no-store')
    const { bearer } = request as Authenticated
    if (bearer === undefined || bearer.embed) {
      response.status(403).json({ error: 'An embed token does not show where figures come from.' })
      return
    }
    const name = String(request.query['name'] ?? '')
    const { body } = await gateway.ask('meta', {}, bearer)
    const isSeen = (body.cubes as View[]).some(({ measures }) =>
      measures.some((measure) => measure.name === name),
    )
    const found = isSeen ? await lineageOf?.(name) : undefined
    if (found === undefined) {
      response.status(404).json({ error: `There is no measure ${name} whose lineage you may see.` })
      return
    }
    const { manifest } = await published.current()
    const files = Map.groupBy(manifest.files, ({ table }) => table)
    const steps = found.steps.map(({ layer, tables }) => ({
      layer,
      tables: tables.flatMap((table) => {
        if (manifest.tables[table.name]?.rows === 0) return []
        const of = files.get(table.name)?.map(({ file }) => file) ?? []
        return table.export === undefined ? [table] : [{ ...table, files: of.sort() }]
      }),
    }))
    response.json({ ...found, steps: steps.filter(({ tables }) => tables.length > 0) })
  })

interface View {
  readonly measures: readonly { readonly name: string }[]
}
