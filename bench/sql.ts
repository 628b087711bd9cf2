/** Governed SQL over the wire: what it adds to DuckDB, what a large result and many sessions take. */
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import Cursor from 'pg-cursor'
import { readCurrent, readManifest } from '../src/warehouse/manifest.ts'
import { connectReader, openBuild } from '../src/warehouse/open.ts'
import { type Measure, median, megabytes, milliseconds, verdictOf } from './figures.ts'
import { type Served, startServed } from './server.ts'

/** What people ask, each from a day on. */
const shapes: readonly ((from: string) => string)[] = [
  (from) =>
    `select date_trunc('quarter', date), owner, measure(win_rate), measure(won_amount) from pipeline where date >= '${from}' group by 1, 2`,
  (from) =>
    `select date_trunc('month', date), segment, measure(opportunities_created) from pipeline where date >= '${from}' group by 1, 2`,
  (from) =>
    `select date_trunc('month', date), segment, measure(mrr) from revenue where date >= '${from}' group by 1, 2`,
  (from) =>
    `with m as (select date_trunc('month', date) as month, measure(clicks) as clicks from marketing where date >= '${from}' group by 1) select month, sum(clicks) over (order by month) from m`,
]
const days = Array.from({ length: 24 }, (_, day) =>
  new Date(Date.UTC(2023, 0, 1 + 7 * day)).toISOString().slice(0, 10),
)
const statements = days.flatMap((from) => shapes.map((shape) => shape(from)))

async function connected({ sql, token }: Served): Promise<Client> {
  const { hostname: host, port } = new URL(sql)
  const client = new Client({
    host,
    port: Number(port),
    user: 'token',
    password: token,
    database: 'revops',
  })
  await client.connect()
  return client
}

/** The measures of SQL, of a warehouse that is built. */
export async function measureSql(
  scale: number,
  exports: string,
  warehouse: string,
): Promise<Measure[]> {
  const served = await startServed(exports, warehouse)
  try {
    return [
      await measureOverhead(scale, served, warehouse),
      ...(scale === 1 ? [await measureLargeResult(served), await measureSessions(served)] : []),
    ]
  } finally {
    await served.stop()
  }
}

/** The same statements, prepared on both sides and run in turn. */
async function measureOverhead(scale: number, served: Served, warehouse: string): Promise<Measure> {
  const client = await connected(served)
  const { tables } = readManifest(warehouse, readCurrent(warehouse)!.build)
  const instance = await openBuild(warehouse, tables)
  const connection = await connectReader(instance)
  const overWire: number[] = []
  const bare: number[] = []
  try {
    for (const [index, text] of statements.entries()) {
      const governed = (await client.query(`explain ${text}`)).rows[0]['QUERY PLAN']
      const prepared = await connection.prepare(governed)
      const ask = () => client.query({ name: `s${index}`, text })
      const askBare = async () => (await prepared.runAndReadAll()).getRows()
      await Promise.all([ask(), askBare()])
      bare.push(await millisecondsOf(askBare))
      overWire.push(await millisecondsOf(ask))
      prepared.destroySync()
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
    await client.end()
  }
  const [ours, peer] = [median(overWire), median(bare)]
  const budgetMs = 1.5 * peer + 10
  return {
    what: `governed SQL over the wire, prepared, p50 of ${statements.length}; peer: its SQL in DuckDB`,
    scale,
    ours: milliseconds(ours),
    peer: milliseconds(peer),
    ratio: ours / peer,
    budget: `≤ 1.5 × + 10 ms (${milliseconds(budgetMs)})`,
    verdict: verdictOf(ours <= budgetMs),
  }
}

/** Tools ask it on connecting; the first time it starts the catalogs. */
const catalogQuestion = "select relname from pg_class where relkind = 'r' order by 1"

const largeRows = 5_000_000

/** Five million rows through a cursor; what the server grows by behind the first tenth of them. */
async function measureLargeResult(served: Served): Promise<Measure> {
  const client = await connected(served)
  await client.query(catalogQuestion)
  let before = Number.POSITIVE_INFINITY
  let most = 0
  let rows = 0
  const started = performance.now()
  const cursor = client.query(
    new Cursor(
      `select a.x, a.x * 1.5 as y, 'row ' || a.x as z, p.n
       from range(${largeRows}) a(x), (select count(*) as n from pipeline) p`,
    ),
  )
  for (;;) {
    const part = await cursor.read(10_000)
    if (part.length === 0) break
    rows += part.length
    if (rows === largeRows / 10) before = residentBytes(served.pid)
    if (rows > largeRows / 10) most = Math.max(most, residentBytes(served.pid))
  }
  const ms = performance.now() - started
  await client.end()
  if (rows !== largeRows) throw new Error(`${rows} rows came of ${largeRows}.`)
  const grown = most - before
  return {
    what: `${largeRows.toLocaleString('en')} rows by a cursor, ${Math.round(rows / ms)} rows/ms: growth of the server`,
    scale: 1,
    ours: megabytes(grown),
    peer: '',
    budget: '< 256 MB',
    verdict: verdictOf(grown < 256 * 2 ** 20),
  }
}

const sessions = 50

/** REVOPS_SOAK_SECONDS of 50 sessions at once: errors, and growth behind the first third. */
async function measureSessions(served: Served): Promise<Measure> {
  const seconds = Number(process.env['REVOPS_SOAK_SECONDS'] ?? 20)
  const until = performance.now() + seconds * 1_000
  const errors: unknown[] = []
  let answered = 0
  const asking = Promise.all(
    Array.from({ length: sessions }, async (_, session) => {
      while (performance.now() < until)
        try {
          await oneSession(served, session, until, () => {
            answered++
          })
        } catch (error) {
          errors.push(error)
        }
    }),
  )
  await setTimeout(seconds * 333)
  const settled = residentBytes(served.pid)
  await asking
  const grown = residentBytes(served.pid) - settled
  for (const error of errors.slice(0, 5)) console.error(error)
  return {
    what: `${sessions} sessions for ${seconds} s, ${answered} statements, ${errors.length} errors: growth behind the first third (${megabytes(settled)})`,
    scale: 1,
    ours: megabytes(Math.max(0, grown)),
    peer: '',
    budget: 'no error, < 128 MB',
    verdict: verdictOf(errors.length === 0 && grown < 128 * 2 ** 20),
  }
}

/** A client as tools are: it connects, looks around, asks this and that, reads a cursor, and leaves. */
async function oneSession(
  served: Served,
  session: number,
  until: number,
  answered: () => void,
): Promise<void> {
  const client = await connected(served)
  try {
    for (let turn = 0; turn < 40 && performance.now() < until; turn++) {
      const text = statements[(session * 7 + turn * 13) % statements.length]!
      if (turn === 0) await client.query(catalogQuestion)
      else if (turn % 10 === 5) {
        const cursor = client.query(new Cursor(text))
        await cursor.read(5)
        await cursor.close()
      } else if (turn % 3 === 0) await client.query({ name: `s${turn}`, text })
      else await client.query(text)
      answered()
    }
  } finally {
    await client.end()
  }
}

/** What a process holds of memory, as Linux tells. */
function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1_024
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
