/** Which formats of numbers in a workbook show days or times: a day is a number there. */

/** The formats that every workbook has without saying them. */
const builtIn: readonly (readonly [from: number, to: number])[] = [
  [14, 22],
  [45, 47],
  // Those of Chinese, Japanese and Korean, and of Thai.
  [27, 36],
  [50, 58],
  [71, 81],
]

/** What formats of days and times are made of. */
const tokens = new Set(
  's ss m mm mmm mmmm mmmmm h hh am pm a p d dd ddd dddd aaa aaaa aaaaa y yy yyyy e ee eeee'.split(
    ' ',
  ),
)

/**
 * Whether a format shows days or times.
 *
 * @param code how it is written, where it is none of those that every workbook has
 */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (builtIn.some(([from, to]) => id >= from && id <= to)) return true
  if (code === undefined) return false
  // What follows a backslash, and what stands in quotes, is shown as it is.
  const plain = code.toLowerCase().replace(/;@$/, '').replaceAll(/\\./g, ' ')
  return plain.split(';').some(isDatePart)
}

/** Whether one of the parts of a format (positive, negative, zero, text) shows days or times. */
function isDatePart(part: string): boolean {
  const words = part
    .replaceAll(/"[^"]*"/g, ' ')
    // Fractions of seconds, hours beyond a day, and then colours, languages and conditions.
    .replaceAll(/(\[?[smhd]{1,2}\]?)[.,]00?0?/g, '$1')
    .replaceAll(/\[([smhd]{1,2})\]/g, '$1')
    .replaceAll(/\[[^\]]*\]/g, '')
    .split(/[^a-z0#?%]+/)
    .filter((word) => word !== '')
  return words.length > 0 && words.every((word) => tokens.has(word))
}
