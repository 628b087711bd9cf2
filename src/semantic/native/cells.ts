/** One value of an answer, as Cube's native transform writes it. */

export type Cell = unknown

/** The spellings of an instant that the native side knows; other text passes unchanged. */
const instant = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?$/i

/** How the cells of a column become JSON: times in one spelling, numbers as text. */
export const cellWriter = (type: string | undefined) => (type === 'time' ? timeCell : plainCell)

function timeCell(value: Cell): Cell {
  if (typeof value !== 'string')
    return value instanceof Date ? value.toISOString().slice(0, 23) : plainCell(value)
  const parts = instant.exec(value)
  if (parts === null) return value
  const [, day, time, fraction = ''] = parts
  return `${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}`
}

/** Numbers leave Cube as text ("12.5"); booleans, null and containers as themselves. */
export function plainCell(value: Cell): Cell {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? numberText(value) : null
    case 'bigint':
      return value.toString()
    case 'undefined':
      return null
    default:
      return value
  }
}

function numberText(number: number): string {
  const text = String(number)
  if (!text.includes('e')) return text
  return Number.isInteger(number)
    ? BigInt(number).toString()
    : number.toFixed(20).replace(/\.?0+$/, '')
}
