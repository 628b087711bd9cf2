/** A table that sorts by its heads and draws only the rows that are in sight. */
import {
  columnVisibilityFeature,
  createSortedRowModel,
  rowSortingFeature,
  sortFns,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useMemo, useRef } from 'react'

export interface GridColumn {
  readonly key: string
  readonly title: string
  readonly isNumber?: boolean
}

export type GridRow = Readonly<Record<string, string | number | null>>

interface Props {
  readonly id: string
  readonly caption: string
  readonly columns: readonly GridColumn[]
  readonly rows: readonly GridRow[]
  readonly show: (row: GridRow, column: GridColumn, index: number) => ReactNode
  /** Keeps the order that the rows came in until a head is chosen. */
  readonly height?: number
}

const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns,
})

const rowHeight = 30
/** Up to here all rows are drawn: printing and searching in the page find them. */
const manyRows = 120

export function Grid({ id, caption, columns, rows, show, height = 420 }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const data = useMemo(() => rows.map((row, index) => ({ row, index })), [rows])
  const defined = useMemo(
    () =>
      columns.map(({ key, isNumber }) => ({
        id: key,
        accessorFn: ({ row }: { row: GridRow }) => row[key] ?? undefined,
        sortFn: isNumber ? ('basic' as const) : ('alphanumeric' as const),
        sortUndefined: 'last' as const,
        sortDescFirst: isNumber === true,
      })),
    [columns],
  )
  const table = useTable({ features, data, columns: defined })
  const sorted = table.getRowModel().rows
  const isMany = sorted.length > manyRows
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => place.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: isMany,
  })
  const items = virtual.getVirtualItems()
  const [first, last] = [items[0], items.at(-1)]
  const drawn = isMany ? items.map(({ index }) => sorted[index]!) : sorted
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
    </section>
  )
}

const Gap = ({ height, columns }: { readonly height: number; readonly columns: number }) => (
  <tr>
    <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
  </tr>
)
