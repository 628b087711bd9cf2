/** Statements over views answer what SQL written by hand over the tables answers. */
import { beforeAll, describe, expect, test } from 'vitest'
import { admin, openPlanner, type Planned } from './planned.ts'

let planned: Planned
beforeAll(async () => {
  planned = await openPlanner()
})

const won = 'sum(amount) filter (is_won)'
const rate = '1.0 * count(*) filter (is_won) / count(*)'

describe('a statement means', () => {
  test.each([
    [
      'a measure, by expressions and dimensions',
      `SELECT date_trunc('month', date) AS m, team, MEASURE(win_rate) FROM pipeline GROUP BY 1, 2 ORDER BY 1, 2`,
      `select date_trunc('month', date), team, ${rate} from fct_deals group by 1, 2 order by 1, 2`,
    ],
    [
      'a matching aggregate as the measure',
      'SELECT segment, SUM(won_amount), COUNT(deal_count) FROM pipeline GROUP BY segment ORDER BY segment',
      `select segment, ${won}, count(*) from fct_deals group by 1 order by 1`,
    ],
    [
      'HAVING and ORDER BY on measures',
      'SELECT owner FROM pipeline GROUP BY 1 HAVING SUM(won_amount) > 20 ORDER BY MEASURE(won_amount) DESC',
      `select owner from fct_deals group by 1 having ${won} > 20 order by ${won} desc`,
    ],
    [
      'LIMIT and OFFSET',
      'SELECT owner FROM pipeline GROUP BY 1 ORDER BY 1 LIMIT 1 OFFSET 1',
      'select distinct owner from fct_deals order by 1 limit 1 offset 1',
    ],
    [
      'measures in expressions',
      `SELECT segment, round(100 * MEASURE(won_amount) / NULLIF(MEASURE(deal_count), 0), 1), CASE WHEN MEASURE(deal_count) > 1 THEN 'many' ELSE 'one' END FROM pipeline GROUP BY segment ORDER BY 1`,
      `select segment, round(100 * ${won} / count(*), 1), case when count(*) > 1 then 'many' else 'one' end from fct_deals group by 1 order by 1`,
    ],
    [
      'expressions over group keys',
      `SELECT upper(segment) || '!', extract(year FROM date_trunc('month', date)), MEASURE(won_amount) FROM pipeline GROUP BY segment, date_trunc('month', date) ORDER BY 1, 3`,
      `select upper(segment) || '!', year(date_trunc('month', date)), ${won} from fct_deals group by segment, date_trunc('month', date) order by 1, 3`,
    ],
    [
      'DISTINCT',
      'SELECT DISTINCT segment, lower(team) FROM pipeline ORDER BY 1, 2',
      'select distinct segment, lower(team) from fct_deals order by 1, 2',
    ],
    ['COUNT(*), the rows', 'SELECT COUNT(*) FROM pipeline', 'select count(*) from fct_deals'],
    [
      'COUNT(*) with conditions and aliases',
      `SELECT COUNT(1) AS n FROM public.pipeline p WHERE p.team = 'North' AND "p"."segment" <> 'SMB'`,
      `select count(*) from fct_deals where team = 'North' and segment <> 'SMB'`,
    ],
    [
      'aggregates over dimensions',
      'SELECT segment, COUNT(DISTINCT owner), MIN(date), MAX(upper(team)) FROM pipeline GROUP BY 1 ORDER BY 1',
      'select segment, count(distinct owner), min(date), max(upper(team)) from fct_deals group by 1 order by 1',
    ],
    [
      'FILTER as a condition',
      `SELECT segment, MEASURE(won_amount) FILTER (WHERE owner = 'Ann Lee'), COUNT(*) FILTER (WHERE team = 'South'), MEASURE(won_amount) FROM pipeline GROUP BY 1 ORDER BY 1`,
      `select segment, ${won.replace('is_won', "is_won and owner = 'Ann Lee'")}, count(*) filter (team = 'South'), ${won} from fct_deals group by 1 order by 1`,
    ],
    [
      'FILTER on a ratio, without keys',
      `SELECT MEASURE(win_rate) FILTER (WHERE team = 'North') / MEASURE(win_rate) FROM pipeline`,
      `select (select ${rate} from fct_deals where team = 'North') / (select ${rate} from fct_deals)`,
    ],
    [
      'SUM(CASE WHEN … THEN measure END) as a filter',
      `SELECT SUM(CASE WHEN segment = 'SMB' THEN won_amount END), SUM(CASE WHEN owner = 'Cyd Fox' THEN won_amount ELSE 0 END) FROM pipeline`,
      `select ${won.replace('is_won', "is_won and segment = 'SMB'")}, ${won.replace('is_won', "is_won and owner = 'Cyd Fox'")} from fct_deals`,
    ],
    [
      'detail rows',
      `SELECT lower(owner) AS o, date + 1 FROM pipeline WHERE segment = 'SMB' ORDER BY 2`,
      `select lower(owner), date + 1 from fct_deals where segment = 'SMB' order by 2`,
    ],
    [
      'a condition on a measure in WHERE, as Cube has it',
      `SELECT segment FROM pipeline WHERE deal_count > 1 AND owner <> 'Cyd Fox' GROUP BY 1`,
      `select segment from fct_deals where owner <> 'Cyd Fox' group by 1 having count(*) > 1`,
    ],
    [
      'a segment of the model',
      'SELECT segment, MEASURE(deal_count) FROM pipeline WHERE won_only GROUP BY 1 ORDER BY 1',
      'select segment, count(*) from fct_deals where is_won group by 1 order by 1',
    ],
    [
      'a balance at the last date of its group',
      `SELECT segment, MEASURE(mrr) FROM revenue WHERE date <= '2024-02-29' GROUP BY 1 ORDER BY 1`,
      `select segment, sum(mrr) filter (date = '2024-02-29') from fct_balances group by 1 order by 1`,
    ],
    [
      'subqueries of tools merged, so that ratios are those of the outer groups',
      `select "rows"."year", measure("rows"."share") from (select extract(year from date) as "year", win_rate as share, team from (select * from "public"."pipeline" "$t" where "$t"."team" = 'North') "x") "rows" group by 1`,
      `select 2024, ${rate} from fct_deals where team = 'North'`,
    ],
    [
      'CTEs merged',
      `WITH base AS (SELECT * FROM pipeline WHERE team = 'North'), b2(s, amount) AS (SELECT segment, won_amount FROM base) SELECT s, SUM(amount) FROM b2 GROUP BY 1 ORDER BY 1`,
      `select segment, ${won} from fct_deals where team = 'North' group by 1 order by 1`,
    ],
    [
      'CTEs that group, and windows over them',
      `WITH q AS (SELECT owner, segment, MEASURE(won_amount) AS w FROM pipeline GROUP BY 1, 2) SELECT owner, segment, w, rank() OVER (PARTITION BY segment ORDER BY w DESC NULLS LAST) AS r FROM q ORDER BY 2, 4`,
      `select owner, segment, ${won} w, rank() over (partition by segment order by ${won} desc nulls last) r from fct_deals group by 1, 2 order by 2, 4`,
    ],
    [
      'windows over measures',
      'SELECT segment, SUM(MEASURE(won_amount)) OVER (), rank() OVER (ORDER BY MEASURE(deal_count) DESC) FROM pipeline GROUP BY 1 ORDER BY 1',
      `select segment, sum(${won}) over (), rank() over (order by count(*) desc) from fct_deals group by 1 order by 1`,
    ],
    [
      'joins of results of two views',
      `SELECT a.segment, a.w, b.m FROM (SELECT segment, MEASURE(won_amount) AS w FROM pipeline GROUP BY 1) a LEFT JOIN (SELECT segment, MEASURE(mrr) AS m FROM revenue GROUP BY 1) b USING (segment) ORDER BY 1`,
      `select a.segment, a.w, b.m from (select segment, ${won} w from fct_deals group by 1) a left join (select segment, sum(mrr) filter (date = '2024-02-29') m from fct_balances group by 1) b using (segment) order by 1`,
    ],
    [
      'UNION ALL',
      `SELECT 'team' AS k, team AS v, MEASURE(win_rate) AS n FROM pipeline GROUP BY 2 UNION ALL SELECT 'all', 'all', MEASURE(win_rate) FROM pipeline ORDER BY 1, 2`,
      `select 'team', team, ${rate} from fct_deals group by 2 union all select 'all', 'all', ${rate} from fct_deals order by 1, 2`,
    ],
    [
      'subqueries in SELECT and WHERE',
      'SELECT segment, MEASURE(won_amount) / (SELECT MEASURE(won_amount) FROM pipeline) FROM pipeline WHERE owner IN (SELECT owner FROM pipeline GROUP BY 1 HAVING MEASURE(deal_count) = 1) GROUP BY 1 ORDER BY 1',
      `select segment, ${won} / (select ${won} from fct_deals) from fct_deals where owner in (select owner from fct_deals group by 1 having count(*) = 1) group by 1 order by 1`,
    ],
    [
      'a join with values, under the measure',
      `SELECT v.g, MEASURE(won_amount) FROM pipeline p JOIN (VALUES ('SMB', 'x'), ('Enterprise', 'x'), ('SMB', 'y')) v(s, g) ON v.s = p.segment GROUP BY v.g ORDER BY 1`,
      `select * from (select 'x', ${won} from fct_deals union all select 'y', ${won} from fct_deals where segment = 'SMB') order by 1`,
    ],
    [
      'top-n sets (Tableau)',
      `SELECT "pipeline"."segment" AS "segment", SUM("pipeline"."won_amount") AS "sum:won:ok" FROM "public"."pipeline" "pipeline" INNER JOIN (SELECT "pipeline"."owner" AS "owner", SUM("pipeline"."won_amount") AS "$__alias__0" FROM "public"."pipeline" "pipeline" GROUP BY 1 ORDER BY 2 DESC NULLS LAST LIMIT 1) "t0" ON ("pipeline"."owner" IS NOT DISTINCT FROM "t0"."owner") GROUP BY 1 HAVING (COUNT(1) > 0) ORDER BY 1`,
      `select segment, ${won} from fct_deals where owner = 'Ann Lee' group by 1 order by 1`,
    ],
    [
      'a total beside each group, by a cross join',
      'SELECT segment, MEASURE(won_amount) / t.w FROM pipeline CROSS JOIN (SELECT MEASURE(won_amount) AS w FROM pipeline) t GROUP BY 1, t.w ORDER BY 1',
      `select segment, ${won} / (select ${won} from fct_deals) from fct_deals group by 1 order by 1`,
    ],
    [
      'ROLLUP, with the ratio of each level',
      'SELECT team, MEASURE(win_rate), GROUPING(team) FROM (SELECT team, owner, win_rate FROM pipeline) t GROUP BY ROLLUP(team) ORDER BY 1',
      `select team, ${rate}, grouping(team) from fct_deals group by rollup(team) order by 1 nulls last`,
    ],
    [
      'GROUPING SETS and CUBE, with filters',
      `SELECT segment, owner, MEASURE(won_amount), MEASURE(won_amount) FILTER (WHERE date >= '2024-02-01') FROM pipeline GROUP BY GROUPING SETS ((segment, owner), (owner), ()) ORDER BY 1, 2, 3`,
      `select segment, owner, ${won}, ${won.replace('is_won', "is_won and date >= '2024-02-01'")} from fct_deals group by grouping sets ((segment, owner), (owner), ()) order by 1 nulls last, 2 nulls last, 3 nulls last`,
    ],
    [
      'QUALIFY',
      'SELECT owner, segment, MEASURE(deal_count) FROM pipeline GROUP BY 1, 2 QUALIFY row_number() OVER (PARTITION BY segment ORDER BY owner) = 1 ORDER BY 1, 2',
      'select owner, segment, count(*) from fct_deals group by 1, 2 qualify row_number() over (partition by segment order by owner) = 1 order by 1, 2',
    ],
    [
      'a calendar joined to results',
      `SELECT d.m, coalesce(q.n, 0) FROM (SELECT unnest(generate_series(TIMESTAMP '2023-12-01', TIMESTAMP '2024-02-01', INTERVAL '1 month')) AS m) d LEFT JOIN (SELECT date_trunc('month', date) AS m, MEASURE(deal_count) AS n FROM pipeline GROUP BY 1) q ON q.m = d.m ORDER BY 1`,
      `select * from (values (timestamp '2023-12-01', 0), (timestamp '2024-01-01', 2), (timestamp '2024-02-01', 2)) order by 1`,
    ],
    [
      'strings that look like placeholders',
      `SELECT '$0$ ? __e0() ' || segment AS s, MEASURE(deal_count) FROM pipeline WHERE owner <> '?$1$''"\`\${x}' GROUP BY 1 ORDER BY 1`,
      `select '$0$ ? __e0() ' || segment, count(*) from fct_deals group by 1 order by 1`,
    ],
    [
      'a CTE named as a view, which hides it',
      'WITH pipeline AS (SELECT 1 AS x) SELECT x, (SELECT MEASURE(deal_count) FROM public.pipeline) FROM pipeline',
      'select 1, count(*) from fct_deals',
    ],
    [
      'a measure in GROUP BY, which changes nothing',
      'SELECT segment, won_amount, won_amount / 2 AS half, COUNT(*) FROM pipeline WHERE won_amount > 1 GROUP BY segment, won_amount ORDER BY won_amount',
      `select segment, ${won}, ${won} / 2, count(*) from fct_deals group by 1 having ${won} > 1`,
    ],
    [
      'COUNT(DISTINCT) of what counts, and SUM(1)',
      'SELECT segment, COUNT(DISTINCT deal_count), SUM(1) FROM pipeline GROUP BY 1 ORDER BY 1',
      'select segment, count(*), count(*) from fct_deals group by 1 order by 1',
    ],
    [
      'a measure that is picked out of a join, as Power BI writes',
      `select "rows"."s" as "s", sum("rows"."w") as "w" from (select "$Outer"."w", "$Inner"."s" from (select owner as "o", won_amount as "w" from pipeline) "$Outer" join (select "rows"."segment" as "s", "rows"."owner" as "o" from (select segment, owner from revenue) "rows" group by segment, owner) "$Inner" on ("$Outer"."o" = "$Inner"."o" or "$Outer"."o" is null and "$Inner"."o" is null)) "rows" where not "s" is null group by "s" order by "s"`,
      `select b.segment, ${won} from fct_deals a join (select distinct segment, owner from fct_balances) b on a.owner = b.owner group by 1 order by 1`,
    ],
    [
      'names that a merged subquery gives, below a window',
      'select a, n from (select a, n, rank() over (order by a) r from (select owner a, (team is null) n from pipeline) x) y where r < 3 order by 1',
      "select owner, false from fct_deals where owner < 'C' order by 1 limit 2",
    ],
    [
      'integers divided as PostgreSQL divides them, and floors of decimals',
      `SELECT CAST(date_part('doy', date) AS int) / 13, floor((extract(month FROM date) - 0.1) / 0.025), COUNT(*) FROM pipeline GROUP BY 1, 2 ORDER BY 1`,
      'select dayofyear(date) // 13, case month(date) when 1 then 36 else 76 end::double, count(*) from fct_deals group by 1, 2 order by 1',
    ],
    [
      'dates put together from parts',
      `SELECT CAST(CAST(extract(year FROM date) * 10000 + 101 AS varchar) AS date), CAST(extract(year FROM date) || '-' || (floor((extract(month FROM date) - 1) / 3) * 3 + 1) || '-01' AS date), COUNT(*) FROM pipeline GROUP BY 1, 2`,
      "select date '2024-01-01', date '2024-01-01', count(*) from fct_deals",
    ],
    [
      'dates compared with instants (Grafana), and compact ones (SAP, Excel)',
      `SELECT COUNT(*), MIN(date) FROM pipeline WHERE date BETWEEN '2024-01-20T09:15:00.123Z' AND '2024-02-05T10:00:00+01:00' AND date > '20240101' AND date < TIMESTAMP '2024-02-05 00:00:01'`,
      "select count(*), min(date) from fct_deals where date between '2024-01-20' and '2024-02-05'",
    ],
    [
      'DATEADD and DATEDIFF',
      `SELECT DATEADD(week, 1, date), DATEDIFF(month, DATE '2023-12-31', date) FROM pipeline ORDER BY 1`,
      'select date + interval 7 days, month(date) from fct_deals order by 1',
    ],
    [
      'a recursive CTE beside a view',
      'WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT r.n, q.c FROM r, (SELECT MEASURE(deal_count) AS c FROM pipeline) q ORDER BY 1',
      'select n, (select count(*) from fct_deals) from range(1, 4) t(n) order by 1',
    ],
  ])('%s', async (_, sql, hand) => {
    const rows = (await planned.answer(sql)).rows
    expect(rows).toEqual(await planned.byHand(hand))
    expect(rows.length).toBeGreaterThan(0)
  })

  test('all columns by *, measures without a value for a row', async () => {
    const { columns, rows } = await planned.answer('SELECT * FROM pipeline ORDER BY date LIMIT 1')
    expect(Object.fromEntries(columns.map((name, i) => [name, rows[0]!.split(' | ')[i]]))).toEqual({
      date: '2024-01-10',
      fiscal_year: 'FY2024',
      is_complete: 'true',
      owner: 'Ann Lee',
      owner_email: 'ann@acme.test',
      team: 'North',
      segment: 'SMB',
      won_only: 'true',
      won_amount: 'null',
      deal_count: 'null',
      win_rate: 'null',
      segment_amount: 'null',
    })
  })

  test('a measure in a list of rows, which has no value there, and says so', async () => {
    const { plan } = await planned.planner.plan(
      'SELECT owner, won_amount / 2 AS half FROM pipeline',
      admin,
    )
    expect(plan.notices).toEqual([expect.stringContaining('MEASURE(won_amount)')])
    const { rows } = await planned.answer(
      'SELECT owner, won_amount / 2 AS half FROM pipeline LIMIT 1',
    )
    expect(rows).toEqual(['Ann Lee | null'])
  })

  test('all columns, with one notice for all measures', async () => {
    const { plan } = await planned.planner.plan('SELECT * FROM revenue', admin)
    expect(plan.notices).toEqual([expect.stringMatching(/and mrr, .* are NULL here/)])
  })

  test('a measure in GROUP BY, which says that it changes nothing', async () => {
    const { plan } = await planned.planner.plan(
      'SELECT won_amount, COUNT(*) FROM pipeline GROUP BY 1',
      admin,
    )
    expect(plan.notices).toEqual([expect.stringContaining('"won_amount" in GROUP BY')])
  })

  test('columns are labelled as PostgreSQL labels them, measures by their names', async () => {
    const { columns } = await planned.answer(
      "SELECT upper(segment), date_trunc('month', date), MEASURE(won_amount), MEASURE(won_amount) / 2, COUNT(*), MEASURE(deal_count)::text FROM pipeline GROUP BY 1, 2",
    )
    expect(columns).toEqual([
      'upper',
      'date_trunc',
      'won_amount',
      '?column?',
      'count',
      'deal_count',
    ])
  })

  test('$n stay parameters', async () => {
    const { plan, build } = await planned.planner.plan(
      'SELECT segment, COUNT(*) FROM pipeline WHERE date >= $1 AND owner = ANY($2) GROUP BY 1',
      admin,
      ['DATE'],
    )
    expect(plan.parameters).toBe(2)
    const rows = await build.use((connection) =>
      connection.runAndReadAll(plan.sql, { 1: '2024-02-01', 2: '[Bob Ray, Ann Lee]' }),
    )
    expect(rows.getRows().map(String)).toEqual(['SMB,1'])
  })
})

describe('a statement is refused', () => {
  test.each([
    ['SELECT MEASURE(mrr), date FROM revenue GROUP BY 2', '42803', /not defined by day/],
    ["SELECT date_part('week', date), SUM(mrr) FROM revenue GROUP BY 1", '42803', /by week/],
    ['SELECT SUM(mrr) FROM revenue WHERE extract(dow FROM date) = 1', '42803', /by day/],
    ['SELECT date, MEASURE(mrr_by_day) FROM revenue GROUP BY 1', '42803', /from 2024-02-14 on/],
    ['SELECT segment, MEASURE(win_rate) FROM pipeline GROUP BY 1', '42803', /cannot be sliced/],
    [
      "SELECT MEASURE(win_rate) FROM pipeline WHERE lower(segment) = 'x'",
      '42803',
      /cannot be sliced/,
    ],
    ['SELECT MEASURE(segment_amount) FROM pipeline', '42803', /for each segment/],
    ['SELECT SUM(owner) FROM pipeline', '42803', /no governed aggregate/],
    ['SELECT AVG(won_amount) FROM pipeline', '42803', /computes as sum/],
    ['SELECT SUM(won_amount * 2) FROM pipeline', '42803', /expression of the measure/],
    ['SELECT owner FROM pipeline ORDER BY won_amount', '42803', /a group of rows only/],
    ['SELECT owner FROM pipeline WHERE won_amount > 3', '42803', /a group of rows only/],
    ['SELECT segment, won_amount FROM pipeline GROUP BY 1', '42803', /has to be aggregated/],
    ['SELECT segment, owner, MEASURE(deal_count) FROM pipeline GROUP BY 1', '42803', /GROUP BY/],
    ['SELECT segment FROM pipeline WHERE SUM(won_amount) > 3 GROUP BY 1', '42803', /in WHERE/],
    [
      "SELECT segment FROM pipeline WHERE won_amount > 3 OR owner = 'x' GROUP BY 1",
      '42803',
      /not both/,
    ],
    [
      'SELECT COUNT(*) FROM pipeline GROUP BY won_amount || owner',
      '42803',
      /no meaning in GROUP BY/,
    ],
    [
      'SELECT a.owner, b.nope FROM pipeline a JOIN revenue b ON a.owner = b.owner',
      '42703',
      /revenue has no column "nope"/,
    ],
    [
      'SELECT COUNT(*) FROM pipeline WHERE won_amount > 3 GROUP BY ROLLUP(team, won_amount)',
      '42803',
      /no meaning in GROUP BY/,
    ],
    ['SELECT COUNT(DISTINCT won_amount) FROM pipeline', '42803', /computes as sum/],
    ['SELECT nope FROM pipeline', '42703', /no column "nope"/],
    ['SELECT x.owner FROM pipeline', '42P01', /no table "x"/],
    ['SELECT owner FROM pipeline GROUP BY 7', '42P10', /position 7/],
    ['SELECT FROM WHERE pipeline', '42601', /syntax/],
    [
      'SELECT a.owner, SUM(a.won_amount) FROM pipeline a JOIN revenue b ON a.owner = b.owner GROUP BY 1',
      '0A000',
      /where views are joined/,
    ],
    [
      "SELECT MEASURE(won_amount) FROM pipeline p JOIN (VALUES ('A')) v(s) ON v.s < p.segment",
      '0A000',
      /equality only/,
    ],
    ["SELECT to_char(date, 'Q'), COUNT(*) FROM pipeline GROUP BY 1", '0A000', /not supported/],
  ])('%s', async (sql, sqlstate, message) => {
    await expect(planned.answer(sql)).rejects.toMatchObject({
      name: 'SqlError',
      sqlstate,
      message: expect.stringMatching(message),
    })
  })

  test('with the place, and what to write', async () => {
    await expect(planned.answer('SELECT segmnt FROM pipeline')).rejects.toMatchObject({
      position: 8,
      hint: 'There is "segment".',
    })
    await expect(planned.answer("SELECT 'é', SUM(owner) FROM pipeline")).rejects.toMatchObject({
      position: 13,
      hint: expect.stringContaining('won_amount'),
    })
  })

  test('where a joined relation would count rows twice', async () => {
    const twice = `SELECT v.g, MEASURE(won_amount) FROM pipeline p JOIN (VALUES ('SMB', 'x', 1), ('SMB', 'x', 2)) v(s, g, h) ON v.s = p.segment WHERE v.h < 9 GROUP BY v.g`
    await expect(planned.answer(twice)).rejects.toThrow(/more than one row/)
  })
})

describe('nothing but views is read', () => {
  const elsewhere = 'fct_deals'
  test.each([
    `SELECT * FROM pipeline JOIN ${elsewhere} o ON true`,
    `SELECT (SELECT count(*) FROM ${elsewhere}) FROM pipeline GROUP BY 1`,
    `SELECT a.owner FROM pipeline a JOIN revenue b ON a.owner = (SELECT max(owner) FROM ${elsewhere})`,
    `SELECT owner FROM pipeline, unnest((SELECT list(owner) FROM ${elsewhere})) u(x)`,
    `SELECT owner FROM pipeline, (VALUES ((SELECT count(*) FROM ${elsewhere}))) v(x)`,
    `SELECT owner FROM pipeline UNION ALL SELECT owner FROM pipeline ORDER BY (SELECT count(*) FROM ${elsewhere})`,
    `SELECT owner FROM pipeline LIMIT (SELECT count(*) FROM ${elsewhere})`,
    `WITH o AS (SELECT 1 AS x) SELECT owner, (SELECT count(*) FROM main.o) FROM pipeline`,
    `SELECT owner FROM pipeline GROUP BY 1 HAVING MEASURE(deal_count) > (SELECT count(*) FROM ${elsewhere})`,
    `SELECT owner, sum(MEASURE(deal_count)) OVER (ORDER BY (SELECT 1 FROM ${elsewhere})) FROM pipeline GROUP BY 1`,
    `SELECT MEASURE(deal_count) FILTER (WHERE owner IN (SELECT owner FROM ${elsewhere})) FROM pipeline`,
    `SELECT owner FROM (SELECT * FROM pipeline WHERE owner IN (SELECT owner FROM ${elsewhere})) x`,
    `WITH RECURSIVE r AS (SELECT 1 AS n FROM pipeline UNION ALL SELECT n + 1 FROM r, ${elsewhere} WHERE n < 2) SELECT * FROM r`,
    `SELECT CASE WHEN EXISTS (SELECT 1 FROM ${elsewhere}) THEN owner END FROM pipeline`,
    `SELECT owner FROM pipeline WHERE owner = ANY(SELECT owner FROM ${elsewhere})`,
    `SELECT owner FROM pipeline, read_text('/etc/passwd')`,
    `SELECT owner FROM pipeline, duckdb_secrets()`,
    `SELECT current_setting('secret_directory') FROM pipeline`,
    `SELECT getenv('HOME'), COUNT(*) FROM pipeline`,
    `SELECT owner FROM pipeline, '/etc/passwd'`,
    `SELECT owner FROM pipeline, information_schema.tables`,
    `SELECT owner FROM pipeline JOIN (PIVOT ${elsewhere} ON owner USING count(*)) p ON true`,
  ])('%s', async (sql) => {
    await expect(planned.answer(sql)).rejects.toMatchObject({
      sqlstate: expect.stringMatching(/^(42P01|42501|0A000|42601)$/),
    })
  })
})

describe('who asks', () => {
  const rep = { role: 'rep', user: 'Bob Ray' } as const
  test.each([
    ['SELECT owner, MEASURE(won_amount) FROM pipeline GROUP BY 1', ['Bob Ray | 30.50']],
    ['SELECT DISTINCT owner FROM pipeline', ['Bob Ray']],
    ['SELECT MAX(owner), COUNT(*) FROM pipeline WHERE 1 = 1 OR owner IS NOT NULL', ['Bob Ray | 1']],
    ['SELECT COUNT(*) FROM pipeline WHERE owner IN (SELECT owner FROM pipeline)', ['1']],
    ['SELECT MEASURE(deal_count) FILTER (WHERE true) FROM pipeline', ['1']],
    [
      'SELECT owner, COUNT(*) FROM pipeline GROUP BY ROLLUP(owner) ORDER BY 1',
      ['Bob Ray | 1', 'null | 1'],
    ],
    ['SELECT current_user, MEASURE(deal_count) FROM pipeline', ['Bob Ray | 1']],
  ])('a rep sees own rows: %s', async (sql, rows) => {
    expect((await planned.answer(sql, rep)).rows).toEqual(rows)
  })

  test('a masked member is masked in every expression', async () => {
    const analyst = { role: 'analyst' } as const
    const masked = async (sql: string) => (await planned.answer(sql, analyst)).rows
    expect(await masked('SELECT DISTINCT upper(email) FROM people ORDER BY 1')).toEqual([
      'K***',
      'L***',
    ])
    expect(await masked("SELECT COUNT(*) FROM people WHERE email = 'kim@client.test'")).toEqual([
      '0',
    ])
    expect(await masked('SELECT MAX(email) FROM people')).toEqual(['l***'])
  })

  test('a view that is closed to a role is no table', async () => {
    const { plan } = await planned.planner.plan('SELECT MEASURE(cost) FROM spending', rep)
    expect(plan.kind).toBe('catalog')
  })
})
