/** How figures, periods and columns are written in the reader's language. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Words } from '../echarts/words.ts'
import { directionOf, directionSigns, formatChange, formatDifference } from '../format/changes.ts'
import { formatDay, formatPeriod, formatTime } from '../format/dates.ts'
import { formatValue } from '../format/values.ts'
import type { Frame, FrameRow, Time } from '../kinds/frame.ts'
import { useShown } from './shown.ts'

export function useWords(): Words {
  const { t } = useTranslation()
  const { formats, language } = useShown()
  return useMemo(() => {
    const points = (figure: string) => t('compare.points', { figure })
    const time = (of: Time) => formatTime(of, language)
    const row = ({ key, title, role, time: of }: FrameRow, { label, span }: Frame) => {
      if (role === 'total') return t('chart.allCohorts')
      // A balance is called by when it stood, where a span of several periods is between.
      if (of && (role === 'start' || role === 'end') && !span?.grain) return time(of)
      return title ?? (label.kind === 'period' ? formatPeriod(key, label.grain, language) : key)
    }
    return {
      value: (value, unit) => formatValue(value, unit, formats),
      short: (value, unit) => formatValue(value, unit, formats, { compact: true }),
      row,
      time,
      against: ({ kind, period }) => (kind === 'target' ? t('compare.targetColumn') : time(period)),
      change(now, before, unit) {
        const text = formatChange(now, before, unit, formats, points)
        if (text === undefined || now == null || before == null) return undefined
        return `${directionSigns[directionOf(now, before, text)]} ${text}`
      },
      difference: (value, unit) => formatDifference(value, unit, formats, points),
      column(key, { columns, label, span }) {
        const column = columns.find((known) => known.key === key)
        if (column?.role === 'difference') return t(`compare.${column.of}Short`)
        if (column?.role === 'year')
          return column.key === 'year'
            ? t('compare.column')
            : t('compare.columnOf', { measure: column.title })
        if (column?.role === 'previous') return t('compare.previousColumn')
        if (column?.role === 'target') return t('compare.targetColumn')
        if (key === 'change') return t('chart.change_column')
        if (column?.role === 'start' || column?.role === 'end')
          return span?.grain
            ? formatPeriod(column.title, span.grain, language)
            : formatDay(column.title, language)
        if (column?.filters && label.kind === 'period')
          return t('chart.monthsSince', { count: Number(key) })
        return column?.title ?? key
      },
      year: t('compare.column'),
      running: t('running'),
    }
  }, [t, formats, language])
}
