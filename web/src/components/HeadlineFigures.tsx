/** The last figure of a chart, and what it is held against. */
import { useTranslation } from 'react-i18next'
import { directionOf, directionSigns, formatChange } from '../format/changes.ts'
import { formatPeriod, formatTime } from '../format/dates.ts'
import { formatValue } from '../format/values.ts'
import type { Comparison, Headline } from '../kinds/frame.ts'
import type { Grain } from '../model/granularities.ts'
import { useShown } from '../state/shown.ts'

interface Props {
  readonly headline: Headline
}

export function HeadlineFigures({ headline }: Props) {
  const { t } = useTranslation()
  const { model, formats, language } = useShown()
  const measure = model.measures.get(headline.measure)
  if (!measure) return null
  const { unit } = measure.meta
  const { start, grain } = headline.period
  const period = grain === 'range' ? start : formatPeriod(start, grain, language)
  return (
    <div className="headline">
      <span
        className="headline-value"
        data-value={headline.value ?? ''}
        title={formatValue(headline.value, unit, formats)}
      >
        {formatValue(headline.value, unit, formats, { compact: true })}
      </span>
      <span className="headline-period">
        {period}
        {headline.isRunning && <span className="running">{t('running')}</span>}
      </span>
      <Comparisons
        comparisons={headline.comparisons}
        value={headline.value}
        grain={grain}
        unit={unit}
        good={measure.meta.good}
      />
    </div>
  )
}

interface ComparisonsProps {
  readonly comparisons: readonly Comparison[]
  readonly value: number | null
  readonly grain: Grain | 'range'
  readonly unit: string
  readonly good: 'up' | 'down' | 'neutral'
}

/** What a figure is held against, one beside the other. */
export function Comparisons({ comparisons, value, ...held }: ComparisonsProps) {
  return (
    <span className="comparisons">
      {comparisons
        .filter((comparison) => comparison.value !== null && value !== null)
        .map((comparison) => (
          <Compared key={comparison.kind} {...{ comparison, now: value }} {...held} />
        ))}
    </span>
  )
}

interface ComparedProps {
  readonly comparison: Comparison
  readonly now: number | null
  readonly grain: Grain | 'range'
  readonly unit: string
  readonly good: 'up' | 'down' | 'neutral'
}

function Compared({ comparison, now, grain, unit, good }: ComparedProps) {
  const { t } = useTranslation()
  const { formats, language } = useShown()
  const against = useAgainst()
  const { kind, value } = comparison
  const target = formatValue(value, unit, formats, { compact: true })
  const text =
    kind === 'target'
      ? t('compare.target', { value: target })
      : t(`compare.${kind}`, { period: timeOf(comparison, grain, language) })
  return (
    <span
      className="compared"
      data-compare={kind}
      data-value={value ?? ''}
      title={against(comparison, grain, unit)}
    >
      <Change now={now} before={value} unit={unit} good={good} />
      <span className="against">{text}</span>
    </span>
  )
}

const timeOf = ({ period }: Comparison, grain: Grain | 'range', language: string) =>
  formatTime({ ...(grain === 'range' ? {} : { grain }), ...period }, language)

/** Says in full what a figure is held against: the time, and its figure. */
export function useAgainst() {
  const { formats, language } = useShown()
  return (comparison: Comparison, grain: Grain | 'range', unit: string) =>
    `${timeOf(comparison, grain, language)}: ${formatValue(comparison.value, unit, formats)}`
}

interface ChangeProps {
  readonly now: number | null
  readonly before: number | null
  readonly unit: string
  readonly good: 'up' | 'down' | 'neutral'
}

/** A change with its direction as a sign, so that colour is not all that tells. */
export function Change({ now, before, unit, good }: ChangeProps) {
  const { t } = useTranslation()
  const { formats } = useShown()
  const text = formatChange(now, before, unit, formats, (figure) => t('compare.points', { figure }))
  if (text === undefined || now === null || before === null)
    return <span className="change">–</span>
  const direction = directionOf(now, before, text)
  const isGood = direction === 'same' || good === 'neutral' ? undefined : direction === good
  const tone = isGood === undefined ? '' : isGood ? ' better' : ' worse'
  return (
    <span className={`change${tone}`}>
      <span aria-hidden="true">{directionSigns[direction]} </span>
      <span className="unseen">
        {t(`compare.${direction}`)}
        {isGood !== undefined && `, ${t(isGood ? 'compare.better' : 'compare.worse')}`}{' '}
      </span>
      {text}
    </span>
  )
}
