/** Random questions over the views of test/semantic, in SQL, over REST, and by hand over the tables. */
import fc from 'fast-check'

/** Three years of deals and balances, enough of each group to be told apart. */
export const tables = {
  fct_deals: `select 'a' || n as account_id, date '2022-01-05' + (n * 7919 % 1000)::int as date,
      ['Ann Lee', 'Bob Ray', 'Cyd Fox'][1 + n % 3] as owner,
      ['ann@acme.test', 'bob@acme.test', 'cyd@acme.test'][1 + n % 3] as owner_email,
      ['North', 'South'][1 + n % 2] as team,
      case when n % 11 = 0 then null else ['SMB', 'Enterprise', 'O''Neil "x"'][1 + n * 31 % 3] end as segment,
      n % 5 < 2 as is_won, ((n * 104729 % 100000) / 100)::decimal(18, 2) as amount
    from range(400) as deal(n)`,
  fct_balances: `select 'a' || account as account_id, last_day(date '2022-01-01' + to_months(month::int)) as date,
      ['Ann Lee', 'Bob Ray'][1 + account % 2] as owner, ['North', 'South'][1 + account % 2] as team,
      ['SMB', 'Enterprise'][1 + account % 2] as segment,
      (case when month = 20 and account % 4 = 0 then 0 else account * 3 + month end)::decimal(28, 8) as mrr
    from range(12) as one(account), range(24) as other(month)
    where not (account % 4 = 0 and month > 20)`,
  fct_costs: `select date '2024-01-15' as date, 10::decimal(18, 2) as cost`,
  fct_people: `select 'p1' as person_id, 'kim@client.test' as email, date '2024-01-03' as date`,
}

interface Measure {
  readonly name: string
  /** Over the table, by hand. */
  readonly hand: string
  readonly dimensions: readonly string[]
  readonly aggregates: readonly string[]
}

interface Asked {
  readonly view: 'pipeline' | 'revenue'
  readonly table: string
  readonly measures: readonly Measure[]
  readonly grains: readonly string[]
}

const won = 'sum(amount) filter (is_won)'
const views: readonly Asked[] = [
  {
    view: 'pipeline',
    table: 'fct_deals',
    grains: ['day', 'week', 'month', 'quarter', 'year'],
    measures: [
      {
        name: 'won_amount',
        hand: won,
        dimensions: ['owner', 'team', 'segment'],
        aggregates: ['MEASURE', 'SUM'],
      },
      {
        name: 'deal_count',
        hand: 'count(*)',
        dimensions: ['owner', 'segment'],
        aggregates: ['MEASURE', 'COUNT', 'SUM'],
      },
      {
        name: 'win_rate',
        hand: '1.0 * count(*) filter (is_won) / nullif(count(*), 0)',
        dimensions: ['team'],
        aggregates: ['MEASURE', 'AVG', 'MAX'],
      },
    ],
  },
  {
    view: 'revenue',
    table: 'fct_balances',
    grains: ['month', 'quarter', 'year'],
    measures: [
      {
        name: 'mrr',
        // The last date of the group, of all its rows.
        hand: 'sum(mrr) filter (date = last_date)',
        dimensions: ['owner', 'segment'],
        aggregates: ['MEASURE', 'SUM'],
      },
    ],
  },
]

const values: Readonly<Record<string, readonly string[]>> = {
  owner: ['Ann Lee', 'Bob Ray', 'Nobody'],
  team: ['North', 'South'],
  segment: ['SMB', 'Enterprise', 'O\'Neil "x"'],
}

export const question = fc.constantFrom(...views).chain((asked) =>
  fc.subarray([...asked.measures], { minLength: 1 }).chain((measures) => {
    const dimensions = ['owner', 'team', 'segment'].filter((name) =>
      measures.every((measure) => measure.dimensions.includes(name)),
    )
    return fc.record({
      asked: fc.constant(asked),
      measures: fc.tuple(
        ...measures.map((measure) =>
          fc.record({
            measure: fc.constant(measure),
            aggregate: fc.constantFrom(...measure.aggregates),
          }),
        ),
      ),
      keys: fc.subarray(dimensions),
      grain: fc.option(fc.constantFrom(...asked.grains), { nil: undefined }),
      from: fc.option(fc.constantFrom('2022-03-01', '2022-11-15', '2023-06-30'), {
        nil: undefined,
      }),
      filters: fc.array(
        fc.constantFrom(...(dimensions.length > 0 ? dimensions : ['none'])).chain((name) =>
          fc.record({
            name: fc.constant(name),
            operator: fc.constantFrom('equals', 'notEquals', 'set', 'contains'),
            value: fc.constantFrom(...(values[name] ?? ['x'])),
          }),
        ),
        { maxLength: dimensions.length > 0 ? 2 : 0 },
      ),
      shape: fc.constantFrom(
        'plain',
        'subquery',
        'cte',
        'rows',
        'having',
        'filter',
        'rollup',
        'total',
      ),
    })
  }),
)

export type Question = typeof question extends fc.Arbitrary<infer Asked> ? Asked : never

const literal = (value: string) => `'${value.replaceAll("'", "''")}'`

function conditionsOf({ filters, from }: Question): string[] {
  const condition = ({ name, operator, value }: Question['filters'][number]) => {
    switch (operator) {
      case 'equals':
        return `${name} = ${literal(value)}`
      case 'notEquals':
        // As REST has it: what is missing is not that value.
        return `(${name} <> ${literal(value)} OR ${name} IS NULL)`
      case 'set':
        return `${name} IS NOT NULL`
      default:
        return `${name} ILIKE ${literal(`%${value}%`)}`
    }
  }
  return [...filters.map(condition), ...(from === undefined ? [] : [`date >= ${literal(from)}`])]
}

const where = (conditions: readonly string[]) =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`

/** The question in SQL over the view, in one of the ways that people and tools put it. */
export function inSql(one: Question): string {
  const { asked, measures, keys, grain, shape } = one
  const bucket = grain === undefined ? [] : [`date_trunc('${grain}', date) AS bucket`]
  const conditions = conditionsOf(one)
  const list = measures.map(
    ({ measure, aggregate }) => `${aggregate}(${measure.name}) AS ${measure.name}`,
  )
  const items = [...bucket, ...keys, ...list].join(', ')
  const groups = [...bucket, ...keys].map((_, index) => index + 1).join(', ')
  const groupBy = groups === '' ? '' : ` GROUP BY ${groups}`
  const all = where(conditions)
  switch (shape) {
    case 'subquery':
      return `SELECT ${items} FROM (SELECT * FROM public.${asked.view}${all}) AS "t"${groupBy}`
    case 'cte':
      return `WITH base AS (SELECT * FROM ${asked.view}${all}), grouped AS (SELECT ${items} FROM base b${groupBy}) SELECT * FROM grouped`
    case 'having':
      return `SELECT ${items} FROM ${asked.view} AS v${all}${groupBy} HAVING MEASURE(${measures[0]!.measure.name}) IS NOT NULL OR true ORDER BY MEASURE(${measures[0]!.measure.name}) DESC`
    case 'filter': {
      const filtered = measures.map(
        ({ measure, aggregate }) =>
          `${aggregate}(${measure.name}) FILTER (WHERE true) AS ${measure.name}`,
      )
      return `SELECT ${[...bucket, ...keys, ...filtered].join(', ')} FROM ${asked.view}${all}${groupBy}`
    }
    case 'rollup':
      return groups === ''
        ? `SELECT ${items} FROM ${asked.view}${all}`
        : `SELECT ${items} FROM ${asked.view}${all} GROUP BY GROUPING SETS ((${groups}))`
    case 'total':
      return `SELECT ${items} FROM ${asked.view} CROSS JOIN (SELECT 1 AS one) x${all}${groupBy}`
    default:
      return `SELECT ${items} FROM ${asked.view}${all}${groupBy}`
  }
}

/** The same over the table. */
export function byHand(one: Question, also: readonly string[] = []): string {
  const { asked, measures, keys, grain } = one
  const bucket = grain === undefined ? [] : [`date_trunc('${grain}', date)`]
  const groups = [...bucket, ...keys]
  const partition = groups.length === 0 ? '' : `partition by ${groups.join(', ')}`
  const rows = `select *, max(date) over (${partition}) as last_date from ${asked.table}${where([...conditionsOf(one), ...also])}`
  const list = [...groups, ...measures.map(({ measure }) => measure.hand)].join(', ')
  const groupBy = groups.length === 0 ? '' : ` group by ${groups.join(', ')}`
  return `select ${list} from (${rows})${groupBy}`
}

export function overRest({ asked, measures, keys, grain, from, filters }: Question): object {
  const path = (name: string) => `${asked.view}.${name}`
  return {
    measures: measures.map(({ measure }) => path(measure.name)),
    dimensions: keys.map(path),
    filters: filters.map(({ name, operator, value }) => ({
      member: path(name),
      operator,
      ...(operator === 'set' ? {} : { values: [value] }),
    })),
    timeDimensions: [
      {
        dimension: path('date'),
        ...(grain === undefined ? {} : { granularity: grain }),
        ...(from === undefined ? {} : { dateRange: [from, '2030-01-01'] }),
      },
    ],
    limit: 50_000,
  }
}
