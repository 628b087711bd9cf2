/** A table that sorts by its heads, is walked by arrows and draws only the rows that are in sight. */
import {
  columnVisibilityFeature,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  sortFns,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order } from '../lists/list.ts'
import { useIsOnPaper } from '../state/paper.ts'
import type { GridRow } from './grid_row.ts'

export interface GridColumn {
  readonly key: string
  readonly title: string
  readonly isNumber?: boolean
}

interface Props {
  readonly id: string
  readonly caption: string
  readonly columns: readonly GridColumn[]
  readonly rows: readonly GridRow[]
  readonly show: (row: GridRow, column: GridColumn, index: number) => ReactNode
  readonly height?: number
  /** The order, where whoever shows the grid keeps it; else the rows' own until a head is chosen. */
  readonly order?: Order
  readonly onOrder?: (order: Order | undefined) => void
}

const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns,
})

const rowHeight = 30
/** Up to here all rows are drawn: searching in the page finds them. */
const manyRows = 120
/** How many rows are put on paper: about a hundred sheets. */
const mostPrinted = 2_000

export function Grid(props: Props) {
  const { id, caption, columns, rows, show, height = 420, order: kept, onOrder } = props
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  const [own, setOwn] = useState<SortingState>([])
  const sorting = useMemo(
    () => (onOrder === undefined ? own : kept ? [{ id: kept.by, desc: kept.isDescending }] : []),
    [onOrder, own, kept],
  )
  const data = useMemo(() => rows.map((row, index) => ({ row, index })), [rows])
  const defined = useMemo(
    () =>
      columns.map(({ key, isNumber }) => ({
        id: key,
        accessorFn: ({ row }: { row: GridRow }) => row[key] ?? undefined,
        sortFn: isNumber ? ('basic' as const) : byText,
        sortUndefined: 'last' as const,
        sortDescFirst: isNumber === true,
      })),
    [columns],
  )
  const table = useTable({
    features,
    data,
    columns: defined,
    state: { sorting },
    onSortingChange(change) {
      const next = typeof change === 'function' ? change(sorting) : change
      if (onOrder === undefined) setOwn(next)
      else onOrder(next[0] && { by: next[0].id, isDescending: next[0].desc })
    },
  })
  const sorted = table.getRowModel().rows
  const isPaper = useIsOnPaper()
  const isMany = sorted.length > manyRows && !isPaper
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => place.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: isMany,
  })
  const items = virtual.getVirtualItems()
  const [first, last] = [items[0], items.at(-1)]
  const drawn = isMany ? items.map(({ index }) => sorted[index]!) : sorted.slice(0, mostPrinted)
  const above = isMany ? (first?.start ?? 0) : 0
  const below = isMany ? virtual.getTotalSize() - (last?.end ?? 0) : 0

  return (
    <section
      ref={place}
      className="grid-place"
      style={{ maxHeight: height }}
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
      tabIndex={0}
      onKeyDown={walk}
    >
      <table className="grid" data-table={id} aria-rowcount={sorted.length + 1}>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, title, isNumber }) => {
              const column = table.getColumn(key)!
              const order = column.getIsSorted()
              return (
                <th
                  key={key}
                  scope="col"
                  className={isNumber ? 'number' : undefined}
                  aria-sort={
                    order === false ? 'none' : order === 'asc' ? 'ascending' : 'descending'
                  }
                >
                  <button type="button" onClick={column.getToggleSortingHandler()}>
                    {title}
                    <span aria-hidden="true" className="order">
                      {order === 'asc' ? '▲' : order === 'desc' ? '▼' : ''}
                    </span>
                  </button>
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <Gap height={above} columns={columns.length} />}
          {drawn.map(({ original: { row, index } }) => (
            <tr key={index} data-row={index}>
              {columns.map((column, at) => {
                const Cell = at === 0 ? 'th' : 'td'
                return (
                  <Cell
                    key={column.key}
                    scope={at === 0 ? 'row' : undefined}
                    className={column.isNumber ? 'number' : undefined}
                    data-column={column.key}
                    data-value={row[column.key] ?? ''}
                  >
                    {show(row, column, index)}
                  </Cell>
                )
              })}
            </tr>
          ))}
          {below > 0 && <Gap height={below} columns={columns.length} />}
        </tbody>
      </table>
      {isPaper && sorted.length > mostPrinted && (
        <p className="card-notes" data-printed={mostPrinted}>
          {t('grid.printed', { shown: mostPrinted, count: sorted.length })}
        </p>
      )}
    </section>
  )
}

const collator = new Intl.Collator(undefined, { numeric: true })

interface Sorted {
  getValue(column: string): unknown
}

const byText = (one: Sorted, other: Sorted, column: string) =>
  collator.compare(String(one.getValue(column)), String(other.getValue(column)))

/** Up and down go to the same column of the next row, where it can be reached. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' } as const
  const way = step[event.key as keyof typeof step]
  const cell = (event.target as Element).closest<HTMLElement>('tbody [data-column]')
  if (way === undefined || cell === null) return
  const column = cell.dataset['column']
  const next = cell.parentElement?.[way]?.querySelector<HTMLElement>(
    `[data-column="${CSS.escape(column ?? '')}"] :is(a, button)`,
  )
  if (!next) return
  event.preventDefault()
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
}

const Gap = ({ height, columns }: { readonly height: number; readonly columns: number }) => (
  <tr className="gap">
    <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
  </tr>
)
