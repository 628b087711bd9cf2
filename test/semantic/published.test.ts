import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { Published, type PublishedOptions } from '../../src/semantic/published.ts'
import type { ServedBuild } from '../../src/semantic/served_build.ts'
import { newFolder, publish, publishedWarehouse, writeBuild } from './warehouses.ts'

const opened: Published[] = []
const open = (warehouse: string, options: PublishedOptions = {}) => {
  const published = new Published(warehouse, { linger: 0, ...options })
  opened.push(published)
  return published
}
afterEach(async () => {
  for (const published of opened.splice(0)) await published.close()
})

const one = (value: number) => ({ numbers: `select ${value} as number` })
const numberOf = (build: ServedBuild) =>
  build.use(async (connection) => {
    const rows = await connection.runAndReadAll('from numbers')
    return rows.getRows()[0]?.[0]
  })
const turn = () => new Promise((resolve) => setTimeout(resolve, 20))

test('the first request after a swap is answered from the new build', async () => {
  const warehouse = await publishedWarehouse('n1', one(1))
  const swaps: (string | undefined)[][] = []
  const published = open(warehouse, { onSwap: (to, from) => swaps.push([from?.build, to.build]) })
  expect(await numberOf(await published.current())).toBe(1)
  await writeBuild(warehouse, 'n2', one(2))
  publish(warehouse, 'n2')
  expect(await numberOf(await published.current())).toBe(2)
  expect(swaps).toEqual([
    [undefined, 'n1'],
    ['n1', 'n2'],
  ])
})

test('who asks while another swap is under way gets what was published before the question', async () => {
  const warehouse = await publishedWarehouse('n1', one(1))
  for (const build of [2, 3]) await writeBuild(warehouse, `n${build}`, one(build))
  const published = open(warehouse)
  await published.current()
  publish(warehouse, 'n2')
  const earlier = published.current()
  publish(warehouse, 'n3')
  expect(await numberOf(await published.current())).toBe(3)
  expect(['n2', 'n3']).toContain((await earlier).manifest.build)
})

test('a superseded build closes when its last query ends, not before', async () => {
  const warehouse = await publishedWarehouse('n1', one(1))
  const published = open(warehouse)
  const first = await published.current()
  const connection = await first.take()
  await writeBuild(warehouse, 'n2', one(2))
  publish(warehouse, 'n2')
  await published.current()
  await turn()
  expect(first.isOpen).toBe(true)
  expect((await connection.runAndReadAll('from numbers')).getRows()).toEqual([[1]])
  first.give(connection)
  expect(first.isOpen).toBe(false)
})

test('who was pinned to a build gets it after the swap too', async () => {
  const warehouse = await publishedWarehouse('n1', one(1))
  const published = open(warehouse)
  await published.current()
  await writeBuild(warehouse, 'n2', one(2))
  publish(warehouse, 'n2')
  await published.current()
  await turn()
  expect(await numberOf(await published.get('n1'))).toBe(1)
})

test('a build that is rolled back to before its turn to close stays open', async () => {
  const warehouse = await publishedWarehouse('n1', one(1))
  const published = open(warehouse, { linger: 15 })
  await published.current()
  await writeBuild(warehouse, 'n2', one(2))
  publish(warehouse, 'n2')
  await published.current()
  publish(warehouse, 'n1')
  const again = await published.current()
  await turn()
  await turn()
  expect(again.isOpen).toBe(true)
  expect(await numberOf(await published.current())).toBe(1)
})

test('a pointer that is gone for a moment changes nothing', async () => {
  const warehouse = await publishedWarehouse('n1', one(1))
  const published = open(warehouse)
  await published.current()
  rmSync(join(warehouse, 'CURRENT'))
  expect(await numberOf(await published.current())).toBe(1)
})

test('nothing published is one sentence', async () => {
  await expect(open(newFolder()).current()).rejects.toThrow('run `revops build` first')
})

test('more queries than connections wait for their turn', async () => {
  const published = open(await publishedWarehouse('n1', one(1)), { connections: 2 })
  const build = await published.current()
  const numbers = await Promise.all(Array.from({ length: 20 }, () => numberOf(build)))
  expect(numbers).toEqual(Array.from({ length: 20 }, () => 1))
})

test('every connection that answers is in UTC, without the optimizer of wrong sums, shut in', async () => {
  const build = await open(await publishedWarehouse('n1', one(1)), { connections: 3 }).current()
  const connections = await Promise.all([build.take(), build.take(), build.take()])
  for (const connection of connections) {
    const settings = await connection.runAndReadAll(
      `select current_setting('TimeZone'), current_setting('disabled_optimizers'),
         current_setting('enable_external_access')`,
    )
    expect(settings.getRows()).toEqual([['UTC', 'common_subplan', false]])
    await expect(connection.run(`from read_text('/etc/hostname')`)).rejects.toThrow('Permission')
    await expect(
      connection.run('create or replace view numbers as select 2'),
    ).resolves.toBeDefined()
    build.give(connection)
  }
})
