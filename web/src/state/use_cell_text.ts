/** How a cell of a list is written in the reader's language. */
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDay } from '../format/dates.ts'
import { formatValue } from '../format/values.ts'
import type { ListColumn } from '../lists/list_rows.ts'
import { useShown } from './shown.ts'

export type CellText = (
  value: string | number | null,
  column: Pick<ListColumn, 'kind' | 'unit'>,
) => string

export function useCellText(): CellText {
  const { t } = useTranslation()
  const { formats, language } = useShown()
  return useCallback(
    (value, { kind, unit }) => {
      if (value === null) return '–'
      switch (kind) {
        case 'number':
          return formatValue(Number(value), unit ?? 'count', formats)
        case 'day':
          return formatDay(String(value), language)
        case 'yesno':
          return t(String(value) === 'true' ? 'yes' : 'no')
        case 'text':
        case 'sentences':
          return String(value)
      }
    },
    [t, formats, language],
  )
}
