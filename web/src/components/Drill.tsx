/** The rows behind a figure: its measure by the drill members of the model, held to the point. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Query } from '../api/cube.ts'
import { csvLines } from '../format/csv.ts'
import { formatDay } from '../format/dates.ts'
import { download } from '../format/download.ts'
import { figure, formatValue } from '../format/values.ts'
import type { Point } from '../kinds/frame.ts'
import { grainsOf } from '../model/granularities.ts'
import type { Measure } from '../model/meta.ts'
import { useShown } from '../state/shown.ts'
import { useAnswers } from '../state/use_answers.ts'
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
  const dimensions = useMemo(
    () => drillDimensions(measure, point).filter((name) => model.dimensions.has(name)),
    [measure, point, model],
  )
  const query = useMemo<Query>(() => {
    const [view] = measure.name.split('.')
    return {
      measures: [measure.name],
      dimensions: [...dimensions],
      filters: [...point.filters],
      timeDimensions: [{ dimension: `${view}.date`, dateRange: [point.from, point.to] }],
      order: { [measure.name]: 'desc' },
      limit: most,
    }
  }, [measure, dimensions, point])
  const answered = useAnswers({ rows: query }, ready.build, measure)
  const columns = useMemo<GridColumn[]>(
    () => [
      ...dimensions.map((name) => ({
        key: name,
        title: model.dimensions.get(name)?.shortTitle ?? name,
      })),
      { key: measure.name, title: measure.shortTitle, isNumber: true },
    ],
    [dimensions, model, measure],
  )
  const rows = useMemo<GridRow[]>(() => {
    if (answered.status !== 'ready') return []
    return (answered.answers['rows'] ?? [])
      .map((row) => ({
        ...Object.fromEntries(
          dimensions.map((name) => {
            const value = row[name]
            const isTime = model.dimensions.get(name)?.type === 'time'
            return [
              name,
              value == null ? null : isTime ? String(value).slice(0, 10) : String(value),
            ]
          }),
        ),
        [measure.name]: figure(row[measure.name]),
      }))
      .filter((row) => row[measure.name] !== null && row[measure.name] !== 0)
  }, [answered, dimensions, measure, model])
  const days = `${formatDay(point.from, language)} – ${formatDay(point.to, language)}`
  const keep = () =>
    download(
      `${measure.name}.csv`,
      csvLines([
        columns.map(({ key }) => key),
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
          columns={columns}
          rows={rows}
          height={520}
          show={(row, { key, isNumber }) =>
            isNumber
              ? formatValue(row[key] as number | null, measure.meta.unit, formats)
              : (row[key] ?? '–')
          }
        />
      )}
      {rows.length >= most && <p className="state">{t('drill.limit', { count: most })}</p>}
    </Dialog>
  )
}
