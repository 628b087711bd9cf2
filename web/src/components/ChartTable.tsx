/** A chart as a table: the same figures, each opening the rows behind it. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column, Frame, FrameRow } from '../kinds/frame.ts'
import type { Model } from '../model/meta.ts'
import { useShown } from '../state/shown.ts'
import { useWords } from '../state/use_words.ts'
import { Grid } from './Grid.tsx'
import type { GridRow } from './grid_row.ts'
import { Change } from './HeadlineFigures.tsx'

interface Props {
  readonly id: string
  readonly title: string
  readonly frame: Frame
  readonly height: number
  readonly onPoint: (row: number, column: string | undefined) => void
}

interface DifferenceProps {
  readonly figure: number | null
  readonly unit: string
  readonly model: Model
  readonly row: FrameRow
  readonly column: Column
}

/** How far a figure is from what it is held against, and which way that is. */
function Difference({ figure, unit, model, row, column }: DifferenceProps) {
  const words = useWords()
  if (figure === null) return '–'
  const before = row.values[column.of ?? ''] ?? null
  const measure = model.measures.get(row.measure ?? column.measure ?? '')
  const good = measure?.meta.good ?? 'neutral'
  return (
    <>
      {unit !== 'percent' && words.difference(figure, unit)}{' '}
      <Change now={before === null ? null : before + figure} {...{ before, unit, good }} />
    </>
  )
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
        '#': frame.label.kind === 'period' ? row.key : words.row(row, frame),
      })),
    [frame, words],
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
        const unit = of.unit ?? column?.unit ?? ''
        const figure = row[key] as number | null
        if (column?.role === 'difference')
          return <Difference {...{ figure, unit, model }} row={of} column={column} />
        const value = column?.isDifference
          ? words.difference(figure, unit)
          : words.value(figure, unit)
        const measure = of.measure ?? column?.measure
        const isOpen = measure !== undefined && model.measures.has(measure) && row[key] !== null
        const isOfOtherTime = column?.of !== undefined && of.spans?.[key] === undefined
        if (!isOpen || !of.point || isOfOtherTime) return value
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
