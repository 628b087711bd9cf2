/** The axis of shares. */
import { describe, expect, test } from 'vitest'
import { shareAxis } from '../../../web/src/echarts/share_axis.ts'

describe('an axis of shares', () => {
  test('ends at 100 % where no share is more, in steps that lead there', () => {
    expect(shareAxis([0, 0.93, null], false)).toEqual({ min: 0, max: 1, interval: 0.25 })
    expect(shareAxis([0.905, 1], false)).toEqual({ min: 0.9, max: 1, interval: 0.05 })
    expect(shareAxis([0.41, 0.97], false)).toEqual({ min: 0.4, max: 1, interval: 0.2 })
    expect(shareAxis([0.6, 0.62], true)).toEqual({ min: 0, max: 0.8, interval: 0.2 })
    expect(shareAxis([-0.04, 0.08], false)).toEqual({ min: -0.05, max: 0.1, interval: 0.05 })
  })

  test('is not empty where a share stays the same', () => {
    expect(shareAxis([0, 0], false)).toEqual({ min: 0, max: 0.06, interval: 0.02 })
    expect(shareAxis([1, 1], false)).toEqual({ min: 0.94, max: 1, interval: 0.02 })
  })

  test('is left to the library where a share is more than all, or none is known', () => {
    expect(shareAxis([0.9, 1.02], false)).toEqual({})
    expect(shareAxis([null], false)).toEqual({})
  })
})
