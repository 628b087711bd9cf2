/**
 * What text means as a number: with either decimal sign, groups of three digits, a currency, a
 * percent sign, a minus before or behind, brackets for a minus.
 */
import { type CellLayout, type CellRule, fully, isLike, isSpelledAs } from './cell_rule.ts'

type Sign = CellLayout['decimal']

/** Blanks between digits, or between a number and its currency: NBSP and its narrow form too. */
const gap = '[ \\x{00a0}\\x{202f}]'
const currency = '(?:[A-Z]{0,3}[$€£¥₹₽₩₺฿₫₪]|[A-Z]{3}|kr|zł|Kč|Fr)'

/** Digits with or without groups of three; a group never follows a leading zero. */
function digits(decimal: Sign): string {
  const separators = [decimal === '.' ? ',' : '\\.', gap, "['’]"]
  const grouped = separators.map((separator) => `[1-9][0-9]{0,2}(?:${separator}[0-9]{3})+`)
  return `(?:[0-9]+|${grouped.join('|')})`
}

const point = (decimal: Sign) => (decimal === '.' ? '\\.' : ',')

/** A number without its sign; `places` is the pattern of the digits after the decimal sign: `144.` has none. */
const unsigned = (decimal: Sign, places: string) =>
  `(?:${digits(decimal)}(?:${point(decimal)}(?:${places})?)?|${point(decimal)}${places})`

/** A number with its sign, and with a currency before or behind it. */
function amount(decimal: Sign, places: string): string {
  const number = unsigned(decimal, places)
  const before = `(?:${currency}${gap}?)?`
  const behind = `(?:${gap}?${currency})?`
  return [
    `[-+−]?${before}${number}${behind}`,
    `${before}[-+−]${number}${behind}`,
    `\\(${before}${number}${behind}\\)`,
    `${number}-`,
  ].join('|')
}

/** RE2 and JavaScript write characters by number in two ways. */
const script = (pattern: string) => fully(pattern.replaceAll(/\\x\{([0-9a-f]{4})\}/g, '\\u$1'))

const isNegativeSql = (text: string) => `regexp_matches(${text}, '[-(−]')`
const isNegative = (text: string) => /[-(−]/.test(text)

/** The digits of a number and its decimal point, nothing else. */
const bareSql = (text: string, decimal: Sign) =>
  decimal === '.'
    ? `regexp_replace(${text}, '[^0-9.]', '', 'g')`
    : `replace(regexp_replace(${text}, '[^0-9,]', '', 'g'), ',', '.')`
const bare = (text: string, decimal: Sign) =>
  decimal === '.'
    ? text.replaceAll(/[^0-9.]/g, '')
    : text.replaceAll(/[^0-9,]/g, '').replace(',', '.')

const signedSql = (text: string, decimal: Sign) =>
  `concat(case when ${isNegativeSql(text)} then '-' else '' end, ${bareSql(text, decimal)})`
const signed = (text: string, decimal: Sign) =>
  `${isNegative(text) ? '-' : ''}${bare(text, decimal)}`

const withComma = (decimal: Sign) => (decimal === ',' ? ' with a decimal comma' : '')

/** Digits without groups; three places are left out, since they could be a group. */
const usual = (decimal: Sign, places: string) => `[+-]?[0-9]{1,30}(?:${point(decimal)}${places})?`

const castSql = (raw: string, decimal: Sign, sqlType: string) =>
  `try_cast(${decimal === '.' ? raw : `replace(${raw}, ',', '.')`} as ${sqlType})`

/** A pattern for up to so many places, but not for three. */
const usualPlaces = (most: number) => (most < 4 ? '[0-9]{1,2}' : `(?:[0-9]{1,2}|[0-9]{4,${most}})`)

const digit = '[0-9]'

export function integer({ decimal }: CellLayout): CellRule {
  // Up to fifteen digits are safe in JavaScript; what is longer is compared with the bounds.
  const short = '[+-]?[0-9]{1,15}'
  const long = `[+-]?${unsigned(decimal, '0+')}`
  const isLong = script(long)
  return {
    sql: (text) => {
      const whole = `split_part(${signedSql(text, decimal)}, '.', 1)`
      const value = `try_cast(${whole} as bigint)`
      return `case when ${isLike(text, short)} then try_cast(${text} as bigint)
        when ${isLike(text, long)} then case when ${value}
          between ${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER} then ${value} end end`
    },
    // Shorter than the bounds are.
    castSql: (raw) => `try_cast(${raw} as bigint)`,
    usualSql: (raw, cast) =>
      `case when length(${raw}) < 16 and ${isSpelledAs(raw, cast)} then ${cast} end`,
    mark: digit,
    parse: (text) => {
      if (!isLong.test(text)) return undefined
      const whole = signed(text, decimal).split('.')[0]!
      if (!/[0-9]/.test(whole)) return undefined
      const value = Number(whole)
      return Number.isSafeInteger(value) ? value + 0 : undefined
    },
    expected: `a whole number${withComma(decimal)}`,
  }
}

export function exact(
  { decimal }: CellLayout,
  { sqlType, precision, scale }: { sqlType: string; precision: number; scale: number },
): CellRule {
  // Further places must be zeros: rounding would change the value without a word.
  const places = `[0-9]{1,${scale}}0*`
  const plain = `[+-]?(?:[0-9]+(?:\\.${places})?|\\.${places})`
  const any = amount(decimal, places)
  const isAny = script(any)
  return {
    sql: (text) => {
      const long = `when ${isLike(text, any)} then try_cast(${signedSql(text, decimal)} as ${sqlType})`
      return decimal === '.'
        ? `case when ${isLike(text, plain)} then try_cast(${text} as ${sqlType}) ${long} end`
        : `case ${long} end`
    },
    castSql: (raw) => castSql(raw, decimal, sqlType),
    usualSql: (raw, cast) => {
      const isUsual = isLike(raw, usual(decimal, usualPlaces(scale)))
      const isPlain = decimal === '.' ? `${isSpelledAs(raw, cast)} or ` : ''
      return `case when ${isPlain}${isUsual} then ${cast} end`
    },
    mark: digit,
    parse: (text) => {
      if (!isAny.test(text)) return undefined
      const [whole = '', fraction = ''] = bare(text, decimal).split('.')
      const before = whole.replace(/^0+/, '')
      if (before.length > precision - scale) return undefined
      const value = `${before || '0'}.${fraction.slice(0, scale).padEnd(scale, '0')}`
      return isNegative(text) && /[1-9]/.test(value) ? `-${value}` : value
    },
    expected: `a number with at most ${scale} decimal places and ${precision - scale} digits before them${withComma(decimal)}`,
  }
}

export function number({ decimal }: CellLayout): CellRule {
  const short = '[+-]?[0-9]{1,30}(?:\\.[0-9]+)?'
  const long = amount(decimal, '[0-9]+')
  const scientific = `[+-]?${unsigned(decimal, '[0-9]+')}[eE][+-]?[0-9]+`
  const percentage = `[-+−]?${unsigned(decimal, '[0-9]+')}${gap}?%`
  const [isLong, isScientific, isPercentage] = [long, scientific, percentage].map(script) as [
    RegExp,
    RegExp,
    RegExp,
  ]
  const finite = (text: string) =>
    `case when isfinite(try_cast(${text} as double)) then try_cast(${text} as double) end`
  const mantissa = (text: string) => `regexp_extract(${text}, '^[^eE]+')`
  const exponent = (text: string) => `regexp_extract(${text}, '[eE].*$')`
  return {
    sql: (text) =>
      [
        'case',
        decimal === '.' ? `when ${isLike(text, short)} then try_cast(${text} as double)` : '',
        `when ${isLike(text, long)} then ${finite(signedSql(text, decimal))}`,
        `when ${isLike(text, scientific)}
           then ${finite(`concat(${signedSql(mantissa(text), decimal)}, ${exponent(text)})`)}`,
        // By the exponent, since 2.60 / 100 is not the number nearest to 0.026.
        `when ${isLike(text, percentage)}
           then ${finite(`concat(${signedSql(text, decimal)}, 'e-2')`)}`,
        'end',
      ].join(' '),
    castSql: (raw) => castSql(raw, decimal, 'double'),
    usualSql: (raw, cast) =>
      `case when ${isLike(raw, usual(decimal, usualPlaces(300)))} then ${cast} end`,
    mark: digit,
    parse: (text) => {
      const written = isLong.test(text)
        ? signed(text, decimal)
        : isScientific.test(text)
          ? `${signed(text.replace(/[eE].*$/, ''), decimal)}${/[eE].*$/.exec(text)![0]}`
          : isPercentage.test(text)
            ? `${signed(text, decimal)}e-2`
            : ''
      const value = Number(written)
      return written !== '' && Number.isFinite(value) ? value + 0 : undefined
    },
    expected: `a number${withComma(decimal)}`,
  }
}
