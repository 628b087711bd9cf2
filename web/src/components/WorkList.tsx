/** A list of rows to work through: searched, sorted, with the reader's own columns and views. */
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { csvLines } from '../format/csv.ts'
import { download } from '../format/download.ts'
import type { List } from '../lists/list.ts'
import {
  listColumns,
  listQuery,
  listRows,
  listTitle,
  mostRows,
  rowsWith,
  totalsQuery,
} from '../lists/list_rows.ts'
import { type ListState, readListState, writeListState } from '../lists/list_state.ts'
import { usePending } from '../state/pending.ts'
import { useShown } from '../state/shown.ts'
import { useAnswers } from '../state/use_answers.ts'
import { useCellText } from '../state/use_cell_text.ts'
import { AccountLink } from './AccountLink.tsx'
import { ColumnMenu } from './ColumnMenu.tsx'
import { Grid, type GridColumn } from './Grid.tsx'
import type { GridRow } from './grid_row.ts'
import { IconButton } from './icons.tsx'
import { SavedViews } from './SavedViews.tsx'
import { SegmentChoice } from './SegmentChoice.tsx'
import { Totals } from './Totals.tsx'

interface Props {
  readonly list: List
}

/** How long a search rests before it goes into the address, in ms. */
const rest = 300

/** In pixels; a list that loads is as high as a long one, so that what follows stays where it is. */
const gridHeight = 640

export function WorkList({ list }: Props) {
  const { t } = useTranslation()
  const { model, ready, state, go, formats } = useShown()
  const { filters, from, to, choices } = state
  const asked = useMemo(() => readListState(list, choices), [list, choices])
  const [search, setSearch] = useState(asked.search)
  const cellText = useCellText()
  const set = (next: Partial<ListState>, isReplaced = false) =>
    go({ ...state, choices: writeListState(list, choices, { ...asked, ...next }) }, isReplaced)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is written in the field
  useEffect(() => {
    if (search === asked.search) return
    const timer = setTimeout(() => set({ search }, true), rest)
    return () => clearTimeout(timer)
  }, [search])
  useEffect(() => setSearch(asked.search), [asked.search])

  const columns = useMemo(
    () => listColumns(model, list, asked.columns),
    [model, list, asked.columns],
  )
  const queries = useMemo(() => {
    const range = from !== undefined && to !== undefined ? ([from, to] as const) : undefined
    const held = { filters, range, segment: asked.segment }
    const totals = totalsQuery(model, list, held)
    return { rows: listQuery(model, list, columns, held), ...(totals ? { totals } : {}) }
  }, [model, list, columns, filters, from, to, asked.segment])
  const answered = useAnswers(queries, ready.build, columns)
  usePending(
    list.id,
    answered.status === 'loading' || (answered.status === 'ready' && answered.isStale),
  )
  const loaded = answered.status === 'ready' ? answered : undefined
  const rows = useMemo<Known[]>(
    () =>
      listRows(model, loaded?.answers['rows'] ?? [], loaded?.of ?? [], formats).map(
        (row, index) => ({
          row,
          index,
        }),
      ),
    [model, loaded?.answers, loaded?.of, formats],
  )
  const found = useMemo(() => {
    const matching = new Set(
      rowsWith(
        rows.map(({ row }) => row),
        search,
      ),
    )
    return rows.filter(({ row }) => matching.has(row))
  }, [rows, search])
  const gridRows = useMemo(() => found.map(({ row }) => row), [found])
  const shown = loaded?.of ?? columns
  const gridColumns = useMemo<GridColumn[]>(
    () => shown.map(({ key, title, kind }) => ({ key, title, isNumber: kind === 'number' })),
    [shown],
  )
  const kinds = useMemo(() => new Map(shown.map((column) => [column.key, column])), [shown])
  const own = listTitle(model, list)
  const title = own ?? model.views.get(list.view)?.title ?? list.view
  const keep = () =>
    download(
      `${list.id}.csv`,
      csvLines([
        shown.map((column) => column.title),
        ...gridRows.map((row) => shown.map(({ key }) => row[key])),
      ]),
      'text/csv',
    )
  const status = answered.status === 'ready' && rows.length === 0 ? 'empty' : answered.status
  return (
    <section
      className="card full list"
      data-list={list.id}
      data-state={status}
      aria-busy={loaded?.isStale === true}
      aria-label={title}
    >
      {own && <h2 className="list-title">{own}</h2>}
      <Totals list={list} row={loaded?.answers['totals']?.[0]} />
      <div className="list-head">
        <input
          type="search"
          aria-label={t('grid.search')}
          placeholder={t('grid.search')}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        <SegmentChoice
          list={list}
          segment={asked.segment}
          onChange={(segment) => set({ segment })}
        />
        <span role="status" className="list-count" data-count={found.length}>
          {loaded &&
            (found.length === rows.length
              ? t('grid.rows', { count: rows.length })
              : t('grid.found', { shown: found.length, count: rows.length }))}
        </span>
        <div className="list-actions">
          <ColumnMenu
            list={list}
            columns={asked.columns}
            onChange={(next) => set({ columns: next })}
          />
          <SavedViews list={list} state={asked} onChoose={set} />
          <IconButton icon="csv" label={t('chart.csv')} action="csv" onClick={keep} />
        </div>
      </div>
      <div className="list-body">
        {answered.status === 'loading' && (
          <div className="ghost" style={{ height: gridHeight }} aria-hidden="true" />
        )}
        {answered.status === 'error' && (
          <div className="state" role="alert">
            <p>{t('chart.error')}</p>
            <p className="reason">{String((answered.error as Error).message)}</p>
            <button type="button" className="button" onClick={answered.retry}>
              {t('chart.retry')}
            </button>
          </div>
        )}
        {status === 'empty' && <p className="state">{t('chart.empty')}</p>}
        {rows.length > 0 && found.length === 0 && <p className="state">{t('grid.none')}</p>}
        {found.length > 0 && (
          <Grid
            id={list.id}
            caption={title}
            columns={gridColumns}
            rows={gridRows}
            height={gridHeight}
            order={asked.order}
            onOrder={(order) => set({ order: order ?? list.order })}
            show={(row, { key }, index) => {
              const column = kinds.get(key)!
              const said = cellText(row[key] ?? null, column)
              if (key !== list.account || row[key] === null)
                return column.kind === 'text' || column.kind === 'sentences' ? (
                  <span title={said}>{said}</span>
                ) : (
                  said
                )
              const of = loaded?.answers['rows']?.[found[index]!.index]
              return <AccountLink list={list} row={of} name={said} />
            }}
          />
        )}
      </div>
      {rows.length >= mostRows && (
        <p className="card-notes">{t('grid.limit', { count: mostRows })}</p>
      )}
    </section>
  )
}

/** A row, and where it stands in the answer. */
interface Known {
  readonly row: GridRow
  readonly index: number
}
