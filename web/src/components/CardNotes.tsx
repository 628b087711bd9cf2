/** What has to be said of a chart below it: what it leaves out, and how it is read. */
import { useTranslation } from 'react-i18next'
import type { Chart } from '../charts/chart.ts'
import { type Ask, allVisible, filtersOf } from '../kinds/ask.ts'
import { drawn } from '../kinds/breakdown.ts'
import type { Frame } from '../kinds/frame.ts'

interface Props {
  readonly chart: Chart
  readonly ask: Ask
  /** Undefined until it is there. */
  readonly frame: Frame | undefined
  readonly isTable: boolean
  readonly isPartial: boolean
}

export function CardNotes({ chart, ask, frame, isTable, isPartial }: Props) {
  const { t } = useTranslation()
  const { left } = filtersOf(ask, chart, allVisible(ask, chart))
  const titleOf = (name: string) =>
    [...ask.model.dimensions.values()].find((one) => one.name.endsWith(`.${name}`))?.shortTitle ??
    name
  const notes = [
    left.length > 0 && t('chart.notFiltered', { dimensions: left.map(titleOf).join(', ') }),
    chart.kind === 'cohort' &&
      t(
        frame?.columns.some(({ isDifference }) => isDifference)
          ? 'chart.cohortsDifference'
          : 'chart.cohorts',
      ),
    chart.kind === 'bridge' &&
      chart.periodType !== undefined &&
      frame?.rows.some(({ isRunning }) => isRunning) &&
      t('chart.wholePeriods'),
    chart.kind === 'breakdown' && chart.marksMost && t('chart.most'),
    isPartial && t('chart.partial'),
    frame?.left &&
      !isTable &&
      chart.kind !== 'cohort' &&
      t('chart.left', { shown: drawn, count: frame.rows.length }),
  ]
  return <p className="card-notes">{notes.filter(Boolean).join(' ')}</p>
}
