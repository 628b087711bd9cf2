/** Finds a measure and its dimensions by the names that someone wrote. */
import type { Model, ViewMember, ViewModel } from '../docs/model.ts'
import { UserError } from '../errors.ts'
import { didYouMean } from '../nearest.ts'

/** The measure under `view.measure`, and its view. Throws a UserError with the nearest names. */
export function findMeasure(name: string, { views }: Model) {
  const offered = views.filter((view) => view.public)
  const measures = offered.flatMap((view) => view.members.filter(isMeasure))
  const measure = measures.find((one) => fullName(one) === name)
  if (measure) return { measure, view: offered.find((view) => view.name === measure.view)! }
  const hint = didYouMean(name, measures.map(fullName))
  const elsewhere = measures.filter((one) => one.name === name).map(fullName)
  throw new UserError(
    `There is no measure ${name}.${elsewhere.length > 0 ? ` Did you mean ${elsewhere.join(' or ')}?` : hint}`,
  )
}

/** A dimension's full name; with or without its view. Throws a UserError with the nearest names. */
export function findDimension(written: string, view: ViewModel): string {
  const name = written.startsWith(`${view.name}.`) ? written.slice(view.name.length + 1) : written
  const dimensions = view.members.filter(({ kind }) => kind === 'dimension')
  const dimension = dimensions.find((one) => one.name === name)
  if (dimension) return fullName(dimension)
  const names = dimensions.map((one) => one.name)
  throw new UserError(
    `The view ${view.name} has no dimension ${name}; it has ${names.join(', ')}.${didYouMean(name, names)}`,
  )
}

const isMeasure = ({ kind }: ViewMember) => kind === 'measure'
const fullName = ({ view, name }: ViewMember) => `${view}.${name}`
