/** A key figure: its last complete month, how it stands, where it comes from. */
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { formatPeriod } from '../format/dates.ts'
import { formatValue } from '../format/values.ts'
import { shift } from '../model/periods.ts'
import type { Tile } from '../pages/tiles.ts'
import { useShown } from '../state/shown.ts'
import { Change } from './HeadlineFigures.tsx'

const Spark = lazy(() => import('../echarts/Spark.tsx').then((found) => ({ default: found.Spark })))

interface Props {
  readonly tile: Tile
  readonly onOpen: () => void
}

export function TileCard({ tile, onOpen }: Props) {
  const { t } = useTranslation()
  const { formats, language, theme } = useShown()
  const { measure, value, status, previous, target, baseline, attainment } = tile
  const { unit, good } = measure.meta
  const short = (of: number | null) => formatValue(of, unit, formats, { compact: true })
  const points = [
    ...tile.months.map(({ value: month }) => month),
    ...(tile.running ? [tile.running.value] : []),
  ]
  return (
    <li className="tile" data-kpi={measure.name} data-value={value ?? ''} data-status={status}>
      <button type="button" className="tile-name" onClick={onOpen}>
        {measure.shortTitle}
      </button>
      <div className="tile-figures">
        <span className="tile-value">{short(value)}</span>
        <Change now={value} before={previous} unit={unit} good={good} />
      </div>
      <div className="tile-spark" aria-hidden="true">
        <Suspense fallback={null}>
          <Spark
            values={points}
            isRunning={tile.running !== undefined}
            target={target}
            theme={theme}
          />
        </Suspense>
      </div>
      <div className="tile-foot">
        {target !== null ? (
          <>
            <span className={`status ${status ?? ''}`}>
              <span aria-hidden="true" className="status-sign" />
              {t(`status.${status ?? 'none'}`)}
            </span>
            <span>
              {t('overview.targetOf', { value: short(target) })}
              {attainment !== null &&
                good === 'up' &&
                ` · ${formatValue(attainment, 'percent', formats)}`}
            </span>
          </>
        ) : baseline !== null ? (
          <span>{t('overview.noTarget', { value: short(baseline) })}</span>
        ) : (
          <span>
            {t('overview.previous', {
              period: formatPeriod(shift('month', tile.month, -1), 'month', language),
              value: short(previous),
            })}
          </span>
        )}
      </div>
    </li>
  )
}
