/** The notes that charts show, from the file of the settings. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readAnnotations } from '../../../src/web_server/annotations.ts'
import { newFolder } from '../../semantic/warehouses.ts'
import { serveWeb } from './served_web.ts'

function fileOf(content: unknown): string {
  const path = join(newFolder(), 'annotations.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

test('annotations come by day, to those who are signed in', async () => {
  const launch = { date: '2025-06-01', text: 'Launch', charts: ['revenue.mrr'] }
  const prices = { date: '2025-03-01', text: 'New prices' }
  const { get, token } = await serveWeb({ annotations: fileOf([launch, prices]) })
  expect((await get('/annotations.json')).status).toBe(401)
  const authorization = `Bearer ${await token({})}`
  const answer = await get('/annotations.json', { headers: { authorization } })
  expect(await answer.json()).toEqual([prices, launch])
})

test('without a file there are none', () => {
  expect(readAnnotations(undefined)).toEqual([])
})

test('a file that is wrong is one sentence that says where', () => {
  const wrong = (content: unknown) => () => readAnnotations(fileOf(content))
  expect(wrong([{ date: '1 March', text: 'x' }])).toThrow('0.date must be a day such as 2025-03-01')
  expect(wrong([{ date: '2025-03-01', text: 'x', colour: 'red' }])).toThrow(
    'no list of annotations',
  )
  expect(wrong('[')).toThrow('the file of the setting `annotations`, cannot be read')
  expect(() => readAnnotations('/nowhere.json')).toThrow('/nowhere.json')
})
