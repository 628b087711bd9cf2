/** What lists ask, and how the address and the browser keep what a reader makes of them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { projectRoot } from '../../../src/settings.ts'
import { lists } from '../../../web/src/lists/index.ts'
import type { List } from '../../../web/src/lists/list.ts'
import {
  listColumns,
  listQuery,
  listRows,
  rowsWith,
  totalsQuery,
} from '../../../web/src/lists/list_rows.ts'
import { readListState, writeListState } from '../../../web/src/lists/list_state.ts'
import { removeView, savedViews, saveView } from '../../../web/src/lists/saved_views.ts'
import { modelOf } from '../../../web/src/model/meta.ts'

interface ViewFile {
  readonly views: readonly {
    readonly name: string
    readonly cubes: readonly {
      readonly includes: readonly (string | { readonly name: string; readonly alias?: string })[]
    }[]
  }[]
}

const folder = join(projectRoot, 'model', 'views')
const members = new Map(
  readdirSync(folder)
    .flatMap((file) => (parse(readFileSync(join(folder, file), 'utf8')) as ViewFile).views)
    .map(({ name, cubes }) => [
      name,
      cubes.flatMap(({ includes }) =>
        includes.map((of) => (typeof of === 'string' ? of : (of.alias ?? of.name))),
      ),
    ]),
)

test.each(Object.values(lists).flat())('$id names members of its view', (list) => {
  const { key, counts, columns, more, totals = [], segments = [], account } = list
  const named = [
    ...key,
    ...columns,
    ...more,
    ...totals,
    ...segments,
    counts ?? [],
    account ?? [],
  ].flat()
  expect(members.get(list.view)).toEqual(expect.arrayContaining(named))
  expect([...columns, ...more]).toContain(list.order.by)
})

const list: List = {
  id: 'deals.all',
  view: 'deals',
  key: ['deal_id'],
  counts: 'total',
  columns: ['account_name', 'amount', 'closed_on'],
  more: ['deal_id', 'is_won', 'secret'],
  order: { by: 'amount', isDescending: true },
  totals: ['total'],
  segments: ['open_only'],
  account: 'account_name',
}

const model = modelOf([
  {
    name: 'deals',
    title: 'Deals',
    measures: [
      {
        name: 'deals.total',
        shortTitle: 'Total',
        type: 'number',
        meta: { class: 'additive', dimensions: ['region'], unit: 'currency', good: 'up' },
      },
    ],
    dimensions: [
      { name: 'deals.deal_id', shortTitle: 'Id', type: 'string' },
      { name: 'deals.account_name', shortTitle: 'Account', type: 'string' },
      { name: 'deals.amount', shortTitle: 'Amount', type: 'number', format: 'currency' },
      { name: 'deals.closed_on', shortTitle: 'Closed', type: 'string' },
      { name: 'deals.is_won', shortTitle: 'Won', type: 'boolean' },
      {
        name: 'deals.region',
        shortTitle: 'Region',
        type: 'string',
        meta: { values: { Unknown: 'Unbekannt' } },
      },
      { name: 'deals.owner', shortTitle: 'Owner', type: 'string' },
      {
        name: 'deals.reason',
        shortTitle: 'Reason',
        type: 'string',
        meta: { parts: 'reason_parts' },
      },
      {
        name: 'deals.reason_parts',
        shortTitle: 'Reason in parts',
        type: 'string',
        meta: { values: { late: 'Seit [day] zu spät.' } },
      },
    ],
    folders: [],
  },
])
const formats = { locale: 'de', currency: 'EUR', perDay: String }
const columns = listColumns(model, list, [...list.columns, 'is_won', 'secret'])

describe('a list', () => {
  test('has the columns that the reader may see, each of its kind', () => {
    expect(columns.map(({ key, kind, unit }) => [key, kind, unit])).toEqual([
      ['account_name', 'text', 'count'],
      ['amount', 'number', 'currency'],
      ['closed_on', 'day', 'count'],
      ['is_won', 'yesno', 'count'],
    ])
  })

  const held = {
    filters: { region: ['North'], owner: ['Anna'], stage: ['Won'] },
    range: ['2025-01-01', '2025-01-31'] as const,
    segment: 'open_only',
  }

  test('asks for its rows alone, by the filters that its view knows', () => {
    const query = listQuery(model, list, columns, held)
    expect(query.dimensions).toEqual([
      'deals.deal_id',
      'deals.account_name',
      'deals.amount',
      'deals.closed_on',
      'deals.is_won',
    ])
    expect(query.segments).toEqual(['deals.open_only'])
    expect(query.filters).toEqual([
      { member: 'deals.deal_id', operator: 'notEquals', values: ['unknown'] },
      { member: 'deals.total', operator: 'gt', values: ['0'] },
      { member: 'deals.region', operator: 'equals', values: ['North'] },
      { member: 'deals.owner', operator: 'equals', values: ['Anna'] },
    ])
    expect(query.timeDimensions).toEqual([
      { dimension: 'deals.date', dateRange: ['2025-01-01', '2025-01-31'] },
    ])
  })

  test('that holds now is asked without dates', () => {
    const now = { ...list, isTimeless: true }
    expect(listQuery(model, now, columns, held).timeDimensions).toBeUndefined()
  })

  test('asks for its totals by the filters that each of them allows', () => {
    expect(totalsQuery(model, list, held)).toMatchObject({
      measures: ['deals.total'],
      filters: [{ member: 'deals.region', operator: 'equals', values: ['North'] }],
    })
    expect(totalsQuery(model, { ...list, totals: ['hidden'] }, held)).toBeUndefined()
  })

  test('names values of ours in the reader’s language, and tells of no day by nothing', () => {
    const shown = listColumns(model, list, ['region', 'account_name', 'closed_on'])
    const row = {
      'deals.region': 'Unknown',
      'deals.account_name': 'Unknown',
      'deals.closed_on': 'Not allocated',
    }
    expect(listRows(model, [row], shown, formats)).toEqual([
      { region: 'Unbekannt', account_name: 'Unknown', closed_on: null },
    ])
  })

  test('says what sentences are made of in the reader’s language, in the place of the sentences', () => {
    const shown = listColumns(model, list, ['reason'])
    expect(shown).toMatchObject([{ key: 'reason', name: 'deals.reason_parts', title: 'Reason' }])
    const rows = ['[{"say":"late","day":["day","2025-01-02"]}]', 'Not allocated'].map((reason) => ({
      'deals.reason_parts': reason,
    }))
    expect(listRows(model, rows, shown, formats)).toEqual([
      { reason: 'Seit 02.01.2025 zu spät.' },
      { reason: 'Not allocated' },
    ])
  })

  test('makes rows of figures, days and words, and finds those with every word', () => {
    const rows = listRows(
      model,
      [
        { 'deals.account_name': 'Acme GmbH', 'deals.amount': '12.50', 'deals.closed_on': null },
        {
          'deals.account_name': 'Bolt SA',
          'deals.amount': '3',
          'deals.closed_on': '2025-01-02T00:00:00.000',
          'deals.is_won': true,
        },
      ],
      columns,
      formats,
    )
    expect(rows).toEqual([
      { account_name: 'Acme GmbH', amount: 12.5, closed_on: null, is_won: null },
      { account_name: 'Bolt SA', amount: 3, closed_on: '2025-01-02', is_won: 'true' },
    ])
    expect(rowsWith(rows, ' sa  BOLT ')).toEqual([rows[1]])
    expect(rowsWith(rows, 'bolt acme')).toEqual([])
    expect(rowsWith(rows, ' ')).toBe(rows)
  })
})

describe('what the reader makes of a list', () => {
  test('stands in the address, and is not said where it is the standard', () => {
    const standard = readListState(list, {})
    expect(standard).toEqual({
      columns: list.columns,
      order: list.order,
      search: '',
      segment: undefined,
    })
    const own = {
      columns: ['amount', 'deal_id'],
      order: { by: 'deal_id', isDescending: false },
      search: 'acme',
      segment: 'open_only',
    }
    const choices = writeListState(list, { 'other.chart': 'segment' }, own)
    expect(choices).toEqual({
      'other.chart': 'segment',
      'deals.all.columns': 'amount,deal_id',
      'deals.all.order': 'deal_id',
      'deals.all.search': 'acme',
      'deals.all.segment': 'open_only',
    })
    expect(readListState(list, choices)).toEqual(own)
    expect(writeListState(list, choices, standard)).toEqual({ 'other.chart': 'segment' })
  })

  test('that the list does not have is left out', () => {
    const choices = {
      'deals.all.columns': 'amount,colour',
      'deals.all.order': '-colour',
      'deals.all.segment': 'closed_only',
    }
    expect(readListState(list, choices)).toMatchObject({
      columns: ['amount'],
      order: list.order,
      segment: undefined,
    })
  })

  describe('is kept by the browser', () => {
    afterEach(() => vi.unstubAllGlobals())
    const state = readListState(list, {})

    test('by name, one of each', () => {
      const kept = new Map<string, string>()
      vi.stubGlobal('localStorage', {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => kept.set(key, value),
      })
      saveView(list.id, { name: 'Mine', state })
      saveView(list.id, { name: 'All', state })
      saveView(list.id, { name: 'Mine', state: { ...state, search: 'acme' } })
      expect(savedViews(list.id).map(({ name }) => name)).toEqual(['All', 'Mine'])
      expect(savedViews(list.id)[1]?.state.search).toBe('acme')
      expect(removeView(list.id, 'All').map(({ name }) => name)).toEqual(['Mine'])
      kept.set('revops.views.deals.all', '[{"name": 1}, null]')
      expect(savedViews(list.id)).toEqual([])
    })

    test('which may keep nothing', () => {
      vi.stubGlobal('localStorage', {
        getItem: () => {
          throw new Error('not allowed')
        },
        setItem: () => {
          throw new Error('not allowed')
        },
      })
      expect(savedViews(list.id)).toEqual([])
      expect(saveView(list.id, { name: 'Mine', state })).toHaveLength(1)
    })
  })
})
