/** What stands above a drawing: the last figures and what they are held against, or the dates. */
import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chart } from '../charts/chart.ts'
import type { Drawn } from '../echarts/option.ts'
import { formatDay, formatPeriod } from '../format/dates.ts'
import type { Frame } from '../kinds/frame.ts'
import { useShown } from '../state/shown.ts'
import { topOf } from './chart_place.ts'
import { HeadlineFigures } from './HeadlineFigures.tsx'
import { HeadlineTable } from './HeadlineTable.tsx'
import { Legend } from './Legend.tsx'

interface Props {
  readonly chart: Chart
  /** How many measures of the chart the reader sees. */
  readonly measures: number
  /** Undefined until it is there, and where there is nothing in it. */
  readonly shown: Drawn | undefined
  readonly frame: Frame | undefined
  readonly isTable: boolean
}

export function CardTop({ chart, measures, shown, frame, isTable }: Props) {
  const { theme } = useShown()
  const isSeveral = chart.kind === 'movements' || (chart.kind === 'trend' && measures > 1)
  const headlines = shown?.frame.headlines ?? []
  return (
    <div
      className={`card-top ${topOf(chart)} ${isSeveral ? 'several' : ''}`}
      style={{ '--measures': measures } as CSSProperties}
    >
      {isSeveral && shown ? (
        <HeadlineTable {...{ shown, headlines, theme }} />
      ) : headlines[0] ? (
        <HeadlineFigures headline={headlines[0]} />
      ) : (
        frame?.span && <Dates chart={chart} span={frame.span} />
      )}
      {shown && !isTable && !isSeveral && <Legend shown={shown} theme={theme} />}
    </div>
  )
}

interface DatesProps {
  readonly chart: Chart
  readonly span: NonNullable<Frame['span']>
}

function Dates({ chart, span: { grain, from, to } }: DatesProps) {
  const { t } = useTranslation()
  const { ready, language } = useShown()
  const last = to < ready.data_as_of ? to : ready.data_as_of
  return (
    <p className="card-span">
      {grain && chart.kind !== 'change'
        ? formatPeriod(from, grain, language)
        : t('chart.over', { from: formatDay(from, language), to: formatDay(last, language) })}
    </p>
  )
}
