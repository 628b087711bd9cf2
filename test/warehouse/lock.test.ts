/** The lock: one build at a time, and none that a dead process holds. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { rollback } from '../../src/warehouse/index.ts'
import { acquireLock, withLock } from '../../src/warehouse/lock.ts'
import { accountsOf, temporaryFolder, warehouseFolders } from './company.ts'

/** A lock file as another holder of this host would have written it, but for what is said of it. */
function heldBy(holder: object): string {
  const path = join(temporaryFolder(), 'LOCK')
  const release = acquireLock(path)
  const own = JSON.parse(readFileSync(path, 'utf8'))
  release()
  const started_at = '2025-01-01T00:00:00.000Z'
  const other = { ...own, started_at, process_start: null, token: 'other', ...holder }
  writeFileSync(path, JSON.stringify(other))
  return path
}

/** A process that lives until the test ends. */
function sleeper() {
  const child = spawn('sleep', ['60'])
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

const taken = (path: string) => {
  acquireLock(path)()
  return !existsSync(path)
}

test('says who holds it while it is held, and is free afterwards', async () => {
  const path = join(temporaryFolder(), 'LOCK')
  const release = acquireLock(path)
  expect(() => acquireLock(path)).toThrow(
    new RegExp(
      `^A build has been running since \\d{4}-.*Z \\(process ${process.pid} on ${hostname()}, .*LOCK\\); wait for it or stop it\\.$`,
    ),
  )
  release()
  expect(taken(path)).toBe(true)
})

test('says that a folder cannot be made where a file stands in its way', () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  expect(() => acquireLock(join(file, 'warehouse', 'LOCK'))).toThrow(
    /The warehouse folder .*file\/warehouse cannot be made: .*ENOTDIR.*; name another one with --warehouse\./,
  )
})

test('is released by work that fails', async () => {
  const folder = temporaryFolder()
  const failing = withLock(folder, () => Promise.reject(new Error('no luck')))
  await expect(failing).rejects.toThrow('no luck')
  expect(readdirSync(folder)).toEqual([])
})

test('refuses a second build and a rollback while one runs', async () => {
  const { build, warehouse } = warehouseFolders()
  const tables = [accountsOf(['a', 'SMB'])]
  const first = build(tables)
  await expect(build(tables)).rejects.toThrow('A build has been running since')
  await expect(rollback(warehouse)).rejects.toThrow('A build has been running since')
  expect(await first).toMatchObject({ published: true })
})

describe('a lock of this host', () => {
  test('is held by a process that runs', () => {
    const path = heldBy({ pid: sleeper().pid })
    expect(() => acquireLock(path)).toThrow('since 2025-01-01T00:00:00.000Z')
  })

  test('is stale once its process is gone', async () => {
    const child = sleeper()
    const path = heldBy({ pid: child.pid })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(taken(path)).toBe(true)
  })

  test.runIf(existsSync('/proc/self/stat'))('is stale if another process has its pid now', () => {
    expect(taken(heldBy({ pid: sleeper().pid, process_start: 'another boot 1' }))).toBe(true)
  })

  test.each(['', '{"pid":'])(
    'that says “%s” was not written to its end, so it is stale',
    (text) => {
      const path = heldBy({})
      writeFileSync(path, text)
      expect(taken(path)).toBe(true)
    },
  )
})

describe.each([
  ['another host', { host: 'elsewhere', pid: 2 ** 22 + 1 }],
  ['another container of this host', { numbering: 'pid:[1]', pid: 2 ** 22 + 1 }],
])('a lock of %s', (_, elsewhere) => {
  test('is held while its holder gives signs of life', () => {
    expect(() => acquireLock(heldBy(elsewhere))).toThrow('A build has been running since')
  })

  test('is stale after a minute of silence', () => {
    const path = heldBy(elsewhere)
    const before = new Date(Date.now() - 61_000)
    utimesSync(path, before, before)
    expect(taken(path)).toBe(true)
  })
})

describe('a stale lock', () => {
  const dead = { pid: 2 ** 22 + 1 }

  test('is not taken over while another process does so', () => {
    const path = heldBy(dead)
    const release = acquireLock(`${path}.takeover`)
    expect(() => acquireLock(path)).toThrow('.takeover); wait for it')
    release()
    expect(taken(path)).toBe(true)
  })

  test('is taken over although a process died at just that', () => {
    const path = heldBy(dead)
    writeFileSync(`${path}.takeover`, readFileSync(path))
    expect(taken(path)).toBe(true)
    expect(existsSync(`${path}.takeover`)).toBe(false)
  })

  test('has one heir among processes that come at once', async () => {
    const path = heldBy(dead)
    const module = join(import.meta.dirname, '../../src/warehouse/lock.ts')
    const heir = `
      const { acquireLock } = await import(${JSON.stringify(module)})
      process.stdout.write('ready')
      process.stdin.once('data', () => {
        try { acquireLock(${JSON.stringify(path)}); process.stdout.write(' got it') }
        catch (error) { process.stdout.write(error.name === 'UserError' ? ' refused' : String(error)) }
      })
    `
    const heirs = Array.from({ length: 6 }, () => {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', heir])
      onTestFinished(() => void child.kill('SIGKILL'))
      let said = ''
      child.stdout.on('data', (data) => {
        said += data
      })
      return { child, said: () => said }
    })
    await Promise.all(heirs.map(({ child }) => once(child.stdout, 'data')))
    for (const { child } of heirs) child.stdin.write('go')
    await expect
      .poll(() => heirs.every(({ said }) => said().length > 'ready'.length), { timeout: 10_000 })
      .toBe(true)
    expect(heirs.map(({ said }) => said()).sort()).toEqual([
      'ready got it',
      ...Array(5).fill('ready refused'),
    ])
  })
})
