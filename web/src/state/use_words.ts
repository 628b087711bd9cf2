/** How figures, periods and columns are written in the reader's language. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Words } from '../echarts/words.ts'
import { formatDay, formatPeriod } from '../format/dates.ts'
import { formatValue } from '../format/values.ts'
import type { Frame, FrameRow } from '../kinds/frame.ts'
import { useShown } from './shown.ts'

export function useWords(): Words {
  const { t } = useTranslation()
  const { formats, language } = useShown()
  return useMemo(() => {
    const row = ({ key, title }: FrameRow, { label }: Frame) =>
      title ?? (label.kind === 'period' ? formatPeriod(key, label.grain, language) : key)
    return {
      value: (value, unit) => formatValue(value, unit, formats),
      short: (value, unit) => formatValue(value, unit, formats, { compact: true }),
      row,
      tick(of, frame) {
        if (frame.span?.grain && (of.role === 'start' || of.role === 'end')) return row(of, frame)
        if (of.role === 'start' || of.role === 'end')
          return of.point ? `${formatPeriod(of.point.from, 'month', language)}` : row(of, frame)
        return row(of, frame)
      },
      column(key, { columns, label, span }) {
        const column = columns.find((known) => known.key === key)
        if (column?.role === 'year') return t('compare.column')
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
      running: t('running'),
    }
  }, [t, formats, language])
}
