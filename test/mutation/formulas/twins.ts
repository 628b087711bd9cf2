/**
 * A model that holds all mutants at once: each as a twin of its measure, `mrr__m12`, and with it a
 * twin of every measure that stands on it. So the model is compiled once, not once a mutant.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import * as z from 'zod'
import type { FormulaMutant } from '../mutants/model.ts'

/** A mutant, and the public twins that are asked in the place of public measures. */
export interface Twins {
  readonly id: string
  readonly names: Readonly<Record<string, string>>
}

const measureShape = z.looseObject({ name: z.string(), sql: z.string().optional() })
type Measure = z.infer<typeof measureShape>
const cubeFile = z.looseObject({
  cubes: z.array(z.looseObject({ measures: z.array(measureShape).default([]) })),
})
const viewFile = z.looseObject({
  views: z.array(z.looseObject({ cubes: z.array(z.looseObject({ includes: z.array(z.any()) })) })),
})

/** What the name of a twin has at its end. */
export const twinMark = /__m\d+/g

/** Writes the model with the twins of the mutants into a folder, and says what each is asked by. */
export function writeTwins(
  model: string,
  folder: string,
  mutants: readonly FormulaMutant[],
): Twins[] {
  cpSync(model, folder, { recursive: true })
  return [...Map.groupBy(mutants, ({ view }) => view)].flatMap(([view, ofView]) =>
    writeTwinsOf(view, folder, ofView),
  )
}

function writeTwinsOf(view: string, folder: string, mutants: readonly FormulaMutant[]): Twins[] {
  const cubePath = join(folder, 'cubes', `${view}.yml`)
  const viewPath = join(folder, 'views', `${view}.yml`)
  const file = cubeFile.parse(parse(readFileSync(cubePath, 'utf8')))
  const shown = viewFile.parse(parse(readFileSync(viewPath, 'utf8')))
  // The first cube of a view is the one whose measures it shows, by their own names.
  const { includes } = shown.views[0]!.cubes[0]!
  const isPublic = new Set<unknown>(includes)
  const twins: Twins[] = []
  for (const cube of file.cubes) {
    const measures = cube.measures
    const added: Measure[] = []
    for (const { id, measure, definition } of mutants) {
      if (!measures.some(({ name }) => name === measure)) continue
      const mark = `__m${twins.length}`
      const above = standingOn(measures, measure)
      const names = [measure, ...above.map(({ name }) => name)]
      added.push(
        { ...(definition as Measure), name: `${measure}${mark}` },
        ...above.map((one) => twinOf(one, names, mark)),
      )
      twins.push({
        id,
        names: Object.fromEntries(
          names
            .filter((name) => isPublic.has(name))
            .map((name) => [`${view}.${name}`, `${view}.${name}${mark}`]),
        ),
      })
    }
    cube.measures = [...measures, ...added]
    includes.push(
      ...added.flatMap(({ name }) => (isPublic.has(name.replace(twinMark, '')) ? [name] : [])),
    )
  }
  writeFileSync(cubePath, stringify(file))
  writeFileSync(viewPath, stringify(shown))
  return twins
}

/** The measures that are worked out from another one, at any remove. */
function standingOn(measures: readonly Measure[], name: string): Measure[] {
  const on = new Set([name])
  for (let before = 0; before < on.size; ) {
    before = on.size
    for (const one of measures) if (partsOf(one).some((part) => on.has(part))) on.add(one.name)
  }
  on.delete(name)
  return measures.filter((one) => on.has(one.name))
}

const partsOf = ({ sql = '' }: Measure) => [...sql.matchAll(/\{(\w+)\}/g)].map(([, part]) => part!)

const twinOf = (measure: Measure, names: readonly string[], mark: string): Measure => ({
  ...measure,
  name: `${measure.name}${mark}`,
  sql: measure.sql!.replaceAll(/\{(\w+)\}/g, (found, part: string) =>
    names.includes(part) ? `{${part}${mark}}` : found,
  ),
})
