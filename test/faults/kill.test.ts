/**
 * A build that is killed at any instant: what is published stays whole, readers notice nothing, and
 * the next build goes on. REVOPS_FAULT_RUNS says at how many instants.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { build, listBuilds } from '../../src/warehouse/index.ts'
import { filesOfTable, readManifest } from '../../src/warehouse/manifest.ts'
import { answer, warehouseFolders } from '../warehouse/company.ts'
import { entryCount, ledger, question, writeEdition } from './ledger.ts'

const runs = Number(process.env['REVOPS_FAULT_RUNS'] ?? 8)

interface Builder {
  readonly child: ChildProcess
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
  readonly said: () => string
}

type Folders = ReturnType<typeof warehouseFolders>

/** A process that stands ready to build. */
async function builderOf({ exports, warehouse, model }: Folders): Promise<Builder> {
  const script = fileURLToPath(new URL('./build_process.ts', import.meta.url))
  const child = spawn(process.execPath, [script, exports, warehouse, model])
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stderr.on('data', (data) => {
    said += data
  })
  const ended = once(child, 'exit').then(([code, signal]) => code ?? signal)
  await once(child.stdout, 'data')
  return { child, ended, said: () => said }
}

const start = ({ child }: Builder) => void child.stdin?.write('go\n')

/** The edition that is published; throws where it is not whole. */
async function editionServed(warehouse: string): Promise<number> {
  const rows = (await answer(warehouse, question)) as [string, number, number, number][]
  const editions = new Set(rows.flatMap(([, , from, to]) => [from, to]))
  expect(rows.map(([table, count]) => [table, count])).toEqual(
    rows.map(([table]) => [table, entryCount]),
  )
  expect([...editions]).toHaveLength(1)
  return [...editions][0]!
}

/** Reads again and again until it is told to stop; gives the editions that it saw. */
function readerOf(warehouse: string) {
  let isReading = true
  const seen: number[] = []
  const reading = (async () => {
    while (isReading) {
      seen.push(await editionServed(warehouse))
      await pause(5)
    }
  })()
  return async () => {
    isReading = false
    await reading
    return seen
  }
}

const buildHere = ({ exports, warehouse, model }: Folders) =>
  build({ exports, warehouse, model, tables: ledger, asOf: '2025-12-31', retainedBuilds: 3 })

/** The files that no retained build names. */
function leftovers(warehouse: string): string[] {
  const named = new Set(
    listBuilds(warehouse).flatMap(({ build }) =>
      Object.values(readManifest(warehouse, build).tables).flatMap(filesOfTable),
    ),
  )
  return readdirSync(warehouse, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      name.includes('.unfinished') ||
      name.startsWith('LOCK') ||
      name.startsWith('spill') ||
      (/\.(duckdb|parquet)$/.test(name) && !named.has(name)),
  )
}

test(
  `a build may be killed at any of ${runs} instants`,
  async () => {
    const folders = warehouseFolders()
    const { exports, warehouse } = folders
    writeEdition(exports, 0)
    await buildHere(folders)

    writeEdition(exports, 1)
    const whole = await builderOf(folders)
    const started = performance.now()
    start(whole)
    expect(await whole.ended).toBe(0)
    const duration = performance.now() - started

    const instants: { at: number; ended: number | string; served: number }[] = []
    for (let run = 0; run < runs; run++) {
      const edition = run + 2
      writeEdition(exports, edition)
      const builder = await builderOf(folders)
      const stopReading = readerOf(warehouse)
      // Fractions of the golden ratio fill the time of a build evenly, however many there are.
      const at = duration * 1.1 * ((run * 0.618034) % 1)
      start(builder)
      await pause(at)
      builder.child.kill('SIGKILL')
      const ended = await builder.ended
      const served = await editionServed(warehouse)
      instants.push({ at, ended, served })
      expect(await stopReading()).toSatisfy((seen: number[]) =>
        seen.every((one) => one === edition - 1 || one === edition),
      )
      expect([edition - 1, edition]).toContain(served)

      await buildHere(folders)
      expect(await editionServed(warehouse)).toBe(edition)
      expect(leftovers(warehouse)).toEqual([])
    }
    // The instants lie within builds: some were cut short before they had published.
    expect(instants.filter(({ ended }) => ended === 'SIGKILL')).not.toEqual([])
    expect(instants.filter(({ served }, run) => served === run + 1)).not.toEqual([])
  },
  60_000 + runs * 10_000,
)

test('of two builds at once the second says who holds the lock, and readers read on', async () => {
  const folders = warehouseFolders()
  const { exports, warehouse } = folders
  writeEdition(exports, 0)
  await buildHere(folders)
  writeEdition(exports, 1)
  const [first, second] = [await builderOf(folders), await builderOf(folders)]
  const stopReading = readerOf(warehouse)
  start(first)
  await expect.poll(() => existsSync(join(warehouse, 'LOCK')), { interval: 1 }).toBe(true)
  start(second)
  expect(await second.ended).toBe(1)
  expect(second.said()).toMatch(
    new RegExp(`^A build has been running since .* \\(process ${first.child.pid} on .*\\); wait`),
  )
  expect(await first.ended).toBe(0)
  const seen = await stopReading()
  expect(new Set([...seen, await editionServed(warehouse)])).toEqual(new Set([0, 1]))
})
