/** The address says all that is shown, and nothing that cannot be. */
import { expect, test } from 'vitest'
import { readState, withFilter, writeState } from '../../../web/src/state/view_state.ts'

test('what an address says comes back as it was', () => {
  const search =
    '?page=revenue&grain=quarter&from=2025-01-01&to=2025-06-30&f.segment=SMB&f.segment=Mid-Market&f.owner=Anna+Berg&c.revenue.mrr_by=region&locale=de&theme=dark'
  expect(readState(search).filters).toEqual({
    segment: ['SMB', 'Mid-Market'],
    owner: ['Anna Berg'],
  })
  expect(writeState(readState(search))).toBe(search)
})

test('defaults are not written', () => {
  expect(writeState(readState(''))).toBe('')
  expect(writeState(readState('?page=overview&grain=month'))).toBe('')
})

test('what cannot be is left out', () => {
  const state = readState('?grain=decade&from=2025-06-01&to=2025-01-01&theme=pink&f.=x')
  expect(state.grain).toBe('month')
  expect(state.from).toBeUndefined()
  expect(state.theme).toBeUndefined()
  expect(state.filters).toEqual({})
  expect(readState('?from=2025-13-45&to=2025-14-01').from).toBeUndefined()
})

test('a dimension held to no values is free', () => {
  const state = readState('?f.segment=SMB&f.owner=A')
  expect(withFilter(state, 'segment', []).filters).toEqual({ owner: ['A'] })
  expect(withFilter(state, 'owner', ['A', 'B']).filters['owner']).toEqual(['A', 'B'])
})
