/** Sentences of the warehouse in the reader's language: of templates, and what stands in their blanks. */
import { formatDay } from './dates.ts'
import { type Formats, formatValue } from './values.ts'

/** What stands in a blank, after its unit; of money its currency, of a name its dimension comes last. */
type Figure =
  | readonly [unit: 'factors', factors: readonly Factor[]]
  | readonly [unit: string, value: string | number | null, of?: string]
type Factor = readonly [feature: string, band: string, factor: string]

/** The name of a value of a dimension that any view has. */
export type Named = (dimension: string, value: string) => string

type Part = { readonly say: string } & Readonly<Record<string, Figure | string>>

/**
 * The sentences that parts are of; undefined for a text that is not parts.
 *
 * @param parts JSON, as `reason_parts` of the model has it
 * @param template the template of a name in the reader's language, with blanks as `[name]`
 */
export function sentencesOf(
  parts: string,
  template: (name: string) => string,
  named: Named,
  formats: Formats,
): string | undefined {
  if (!parts.startsWith('[')) return undefined
  // Between sentences of scripts that are written without spaces there is none.
  const gap = formats.locale.startsWith('ja') ? '' : ' '
  return (JSON.parse(parts) as Part[])
    .map((part) =>
      template(part.say).replaceAll(/\[(\w+)\]/g, (_, blank: string) =>
        figureText(part[blank] as Figure, named, formats),
      ),
    )
    .join(gap)
}

function figureText(figure: Figure, named: Named, formats: Formats): string {
  if (isFactors(figure))
    return figure[1].map((factor) => factorText(factor, named, formats)).join('; ')
  const [unit, value, of] = figure
  if (value === null) return unit === 'ago' ? named('features', 'never') : '–'
  switch (unit) {
    case 'text':
      return String(value)
    case 'name':
      return named(of ?? '', String(value))
    case 'day':
      return formatDay(String(value), formats.locale)
    case 'ago':
      return new Intl.RelativeTimeFormat(formats.locale).format(-Number(value), 'day')
    case 'money':
      return formatValue(Number(value), 'currency', {
        ...formats,
        currency: of ?? formats.currency,
      })
    case 'share':
      return formatValue(Number(value), 'percent', formats)
    default:
      return formatValue(Number(value), unit, formats)
  }
}

const isFactors = (
  figure: Figure,
): figure is readonly [unit: 'factors', factors: readonly Factor[]] => figure[0] === 'factors'

/** A feature, the band that it is in, and by how much that changes the odds. */
const factorText = ([feature, band, factor]: Factor, named: Named, formats: Formats) =>
  `${named('features', feature)}: ${band
    .split(', ')
    .map((one) => bandText(one, named))
    .join(
      ', ',
    )} (×${new Intl.NumberFormat(formats.locale, { minimumFractionDigits: 2 }).format(Number(factor))})`

/** Bands are known by their words, whatever their numbers; others are names, such as of a stage. */
function bandText(band: string, named: Named): string {
  const numbers = band.match(/\d+/g) ?? []
  const words = band.replaceAll(/\d+/g, '#')
  const known = named('features', words)
  if (known === words && numbers.length === 0) return named('channel', named('deal_type', band))
  let at = 0
  return known.replaceAll('#', () => numbers[at++] ?? '')
}
