/** The rows behind a figure: its measure by the drill members of the model, held to the point. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Query } from '../api/cube.ts'
import { csvLines } from '../format/csv.ts'
import { formatDay } from '../format/dates.ts'
import { download } from '../format/download.ts'
import type { Point } from '../kinds/frame.ts'
import { type ListColumn, listColumns, listRows } from '../lists/list_rows.ts'
import { grainsOf } from '../model/granularities.ts'
import type { Measure } from '../model/meta.ts'
import { useShown } from '../state/shown.ts'
import { useAnswers } from '../state/use_answers.ts'
import { useCellText } from '../state/use_cell_text.ts'
import { Dialog } from './Dialog.tsx'
import { Grid, type GridColumn } from './Grid.tsx'
import type { GridRow } from './grid_row.ts'
import { IconButton } from './icons.tsx'

const most = 2_000

/**
 * The drill members that the measure allows; days only where it answers by day. One that is never
 * added up over is held to its default by being left out, unless the point holds it to another.
 */
function drillDimensions(measure: Measure, { filters }: Point): readonly string[] {
  const isHeld = (member: string) =>
    filters.some((filter) => 'member' in filter && filter.member === member)
  const allowed = (member: string) => {
    const name = member.split('.')[1]!
    if (measure.meta.default?.[name] !== undefined && !isHeld(member)) return false
    if (name === 'date')
      return grainsOf(measure).includes('day') && measure.meta.class === 'additive'
    return measure.meta.dimensions.includes(name)
  }
  return (measure.drillMembers ?? []).filter(allowed)
}

interface Props {
  readonly measure: Measure
  readonly point: Point
  /** What was clicked, in words. */
  readonly label: string
  readonly onClose: () => void
}

export function Drill({ measure, point, label, onClose }: Props) {
  const { t } = useTranslation()
  const { model, ready, formats, language } = useShown()
  const cellText = useCellText()
  const [view = ''] = measure.name.split('.')
  const drilled = useMemo<ListColumn[]>(
    () =>
      listColumns(
        model,
        { view },
        drillDimensions(measure, point).map((name) => name.slice(view.length + 1)),
      ).map((column) => ({ ...column, key: column.name })),
    [measure, point, model, view],
  )
  const query = useMemo<Query>(
    () => ({
      measures: [measure.name],
      dimensions: drilled.map(({ name }) => name),
      filters: [...point.filters],
      timeDimensions: [{ dimension: `${view}.date`, dateRange: [point.from, point.to] }],
      order: { [measure.name]: 'desc' },
      limit: most,
    }),
    [measure, drilled, point, view],
  )
  const answered = useAnswers({ rows: query }, ready.build, measure)
  const columns = useMemo<ListColumn[]>(() => {
    const { name, shortTitle: title, meta } = measure
    return [...drilled, { key: name, name, title, kind: 'number', unit: meta.unit }]
  }, [drilled, measure])
  const gridColumns = useMemo<GridColumn[]>(
    () => columns.map(({ key, title, kind }) => ({ key, title, isNumber: kind === 'number' })),
    [columns],
  )
  const kinds = useMemo(() => new Map(columns.map((column) => [column.key, column])), [columns])
  const rows = useMemo<GridRow[]>(
    () =>
      answered.status === 'ready'
        ? listRows(model, answered.answers['rows'] ?? [], columns, formats).filter(
            (row) => row[measure.name] !== null && row[measure.name] !== 0,
          )
        : [],
    [answered, columns, measure, model, formats],
  )
  const days = `${formatDay(point.from, language)} – ${formatDay(point.to, language)}`
  const keep = () =>
    download(
      `${measure.name}.csv`,
      csvLines([
        columns.map(({ title }) => title),
        ...rows.map((row) => columns.map(({ key }) => row[key])),
      ]),
      'text/csv',
    )
  return (
    <Dialog title={t('drill.title', { measure: measure.shortTitle })} onClose={onClose} isWide>
      <p className="dialog-note">
        {label} · {days}
        {answered.status === 'ready' && <> · {t('drill.rows', { count: rows.length })}</>}
        {rows.length > 0 && (
          <IconButton icon="csv" label={t('chart.csv')} action="drill-csv" onClick={keep} />
        )}
      </p>
      {answered.status === 'loading' && <p className="state">{t('loading')}</p>}
      {answered.status === 'error' && (
        <p className="state" role="alert">
          {t('chart.error')} <q>{String((answered.error as Error).message)}</q>
        </p>
      )}
      {answered.status === 'ready' && rows.length === 0 && (
        <p className="state">{t('drill.none')}</p>
      )}
      {rows.length > 0 && (
        <Grid
          id="drill"
          caption={t('drill.title', { measure: measure.shortTitle })}
          columns={gridColumns}
          rows={rows}
          height={520}
          show={(row, { key }) => cellText(row[key] ?? null, kinds.get(key)!)}
        />
      )}
      {rows.length >= most && <p className="state">{t('drill.limit', { count: most })}</p>}
    </Dialog>
  )
}
