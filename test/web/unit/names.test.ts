/** What values of dimensions are called. */
import { expect, test } from 'vitest'
import { modelOf } from '../../../web/src/model/meta.ts'
import { nameAmong, nameOf } from '../../../web/src/model/names.ts'

const dimension = (name: string, values?: Record<string, string>) => ({
  name,
  shortTitle: name,
  type: 'string',
  ...(values ? { meta: { values } } : {}),
})
const model = modelOf(
  ['deals', 'leaks'].map((name) => ({
    name,
    title: name,
    measures: [],
    dimensions: [
      dimension(`${name}.account_name`),
      dimension(`${name}.status`, name === 'leaks' ? { open: 'Offen' } : undefined),
    ],
    folders: [],
  })),
)

test('a value has the name that its own dimension gives it, another is its own', () => {
  expect(nameOf(model, 'leaks.status', 'open')).toBe('Offen')
  expect(nameOf(model, 'leaks.status', 'ajar')).toBe('ajar')
  expect(nameOf(model, 'leaks.account_name', 'open')).toBe('open')
  expect(nameOf(model, 'leaks.status', null)).toBe('–')
})

test('a filter over several views names its value by any of them', () => {
  expect(nameAmong(model, 'status', 'open')).toBe('Offen')
  expect(nameAmong(model, 'status', 'ajar')).toBe('ajar')
  expect(nameAmong(model, 'account_name', 'open')).toBe('open')
})
