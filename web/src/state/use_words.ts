/** How figures, periods and columns are written in the reader's language. */
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Words } from '../echarts/words.ts'
import { formatDay, formatPeriod } from '../format/dates.ts'
import { formatValue } from '../format/values.ts'
import type { Frame, FrameRow } from '../kinds/frame.ts'
import { useShown } from './shown.ts'

/** A value of a dimension as it is read: values that are codes of ours have words. */
export function useMemberText(): (value: string) => string {
  const { t } = useTranslation()
  return useCallback(
    (value) => (isCode.test(value) ? t(`values.${value}`, { defaultValue: value }) : value),
    [t],
  )
}

const isCode = /^[a-z]+(_[a-z]+)*$/

export function useWords(): Words {
  const { t } = useTranslation()
  const { formats, language } = useShown()
  const memberText = useMemberText()
  return useMemo(() => {
    const row = ({ key, title }: FrameRow, { label }: Frame) =>
      title ??
      (label.kind === 'period' ? formatPeriod(key, label.grain, language) : memberText(key))
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
        if (column?.role === 'previous') return t('compare.previousColumn')
        if (column?.role === 'target') return t('compare.targetColumn')
        if (key === 'change') return t('chart.change_column')
        if (column?.role === 'start' || column?.role === 'end')
          return span?.grain
            ? formatPeriod(column.title, span.grain, language)
            : formatDay(column.title, language)
        if (column?.filters && label.kind === 'period')
          return t('chart.monthsSince', { count: Number(key) })
        if (column?.filters) return memberText(column.title)
        return column?.title ?? key
      },
      running: t('running'),
    }
  }, [t, formats, language, memberText])
}
