/** The last figures of a chart of several measures, each with what it is held against; its legend too. */
import { type CSSProperties, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { legendColors } from '../echarts/colors.ts'
import { readLook } from '../echarts/look.ts'
import type { Drawn } from '../echarts/option.ts'
import { formatPeriod } from '../format/dates.ts'
import { formatValue } from '../format/values.ts'
import type { Comparison, Headline } from '../kinds/frame.ts'
import { useShown } from '../state/shown.ts'
import { Change, useAgainst } from './HeadlineFigures.tsx'

interface Props {
  readonly shown: Drawn
  readonly headlines: readonly Headline[]
  readonly theme: string
}

const kinds = ['previous', 'year', 'target'] as const

export function HeadlineTable({ shown: { chart, frame }, headlines, theme }: Props) {
  const { t } = useTranslation()
  const { model, formats, language } = useShown()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are those of the theme
  const look = useMemo(readLook, [theme])
  const colors = legendColors(chart, frame, look)
  const [first] = headlines
  if (!first) return null
  const { start, grain } = first.period
  const known = kinds.filter((kind) =>
    headlines.some(({ comparisons }) =>
      comparisons.some((one) => one.kind === kind && one.value !== null),
    ),
  )
  return (
    <table className="headlines" style={{ '--figures': known.length + 1 } as CSSProperties}>
      <thead className="headlines-head">
        <tr>
          <th scope="col" colSpan={2}>
            {grain === 'range' ? start : formatPeriod(start, grain, language)}
            {first.isRunning && <span className="running">{t('running')}</span>}
          </th>
          {known.map((kind) => (
            <th key={kind} scope="col">
              {t(`compare.${kind}Short`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {headlines.map((headline) => {
          const measure = model.measures.get(headline.measure)
          if (!measure) return null
          const { unit } = measure.meta
          return (
            <tr key={headline.measure} data-headline={headline.measure}>
              <th scope="row" title={measure.shortTitle}>
                <span className="mark" style={{ background: colors.get(headline.measure) }} />
                {measure.shortTitle}
              </th>
              <td
                className="headlines-value"
                data-value={headline.value ?? ''}
                title={formatValue(headline.value, unit, formats)}
              >
                {formatValue(headline.value, unit, formats, { compact: true })}
              </td>
              {known.map((kind) => (
                <Against
                  key={kind}
                  comparison={headline.comparisons.find((one) => one.kind === kind)}
                  {...{ headline, unit }}
                  good={measure.meta.good}
                />
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

interface AgainstProps {
  readonly comparison: Comparison | undefined
  readonly headline: Headline
  readonly unit: string
  readonly good: 'up' | 'down' | 'neutral'
}

function Against({ comparison, headline, unit, good }: AgainstProps) {
  const against = useAgainst()
  if (!comparison || comparison.value === null) return <td>–</td>
  const { kind, value } = comparison
  return (
    <td
      data-compare={kind}
      data-value={value}
      title={against(comparison, headline.period.grain, unit)}
    >
      <Change now={headline.value} before={value} unit={unit} good={good} />
    </td>
  )
}
