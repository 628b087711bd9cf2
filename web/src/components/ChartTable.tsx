/** A chart as a table: the same figures, each opening the rows behind it. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Frame } from '../kinds/frame.ts'
import { useShown } from '../state/shown.ts'
import { useWords } from '../state/use_words.ts'
import { Grid } from './Grid.tsx'
import type { GridRow } from './grid_row.ts'

interface Props {
  readonly id: string
  readonly title: string
  readonly frame: Frame
  readonly height: number
  readonly onPoint: (row: number, column: string | undefined) => void
}

export function ChartTable({ id, title, frame, height, onPoint }: Props) {
  const { t } = useTranslation()
  const { model } = useShown()
  const words = useWords()
  const name =
    frame.label.kind === 'period'
      ? t('grains.label')
      : frame.label.title || t('metrics.columns.title')
  const columns = useMemo(
    () => [
      { key: '#', title: name },
      ...frame.columns.map(({ key }) => ({
        key,
        title:
          frame.columns.length === 1 ? words.column(key, frame) || title : words.column(key, frame),
        isNumber: true,
      })),
    ],
    [frame, name, title, words],
  )
  const rows = useMemo<GridRow[]>(
    () =>
      frame.rows.map((row) => ({
        ...row.values,
        '#': frame.label.kind === 'period' ? row.key : (row.title ?? row.key),
      })),
    [frame],
  )
  return (
    <Grid
      id={id}
      caption={title}
      columns={columns}
      rows={rows}
      height={height}
      show={(row, { key }, index) => {
        const of = frame.rows[index]!
        if (key === '#')
          return (
            <>
              {words.row(of, frame)}
              {of.isRunning && <span className="running">{t('running')}</span>}
            </>
          )
        const column = frame.columns.find((known) => known.key === key)
        const value = words.value(row[key] as number | null, of.unit ?? column?.unit ?? '')
        const measure = of.measure ?? column?.measure
        const isOpen = measure !== undefined && model.measures.has(measure) && row[key] !== null
        if (!isOpen || !of.point) return value
        return (
          <button
            type="button"
            className="cell-button"
            aria-label={t('drill.open', { value })}
            onClick={() => onPoint(index, key)}
          >
            {value}
          </button>
        )
      }}
    />
  )
}
