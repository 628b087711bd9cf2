/** Figures side by side, each opening the rows behind it. */
import { useTranslation } from 'react-i18next'
import type { Frame } from '../kinds/frame.ts'
import { useWords } from '../state/use_words.ts'

interface Props {
  readonly frame: Frame
  readonly onPoint: (row: number, column: string | undefined) => void
}

export function Figures({ frame, onPoint }: Props) {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <ul className="figures">
      {frame.rows.map((row, index) => {
        const value = row.values['value'] ?? null
        const text = words.short(value, row.unit ?? '')
        return (
          <li key={row.key} data-kpi={row.key} data-value={value ?? ''}>
            <span className="figure-name">{row.title}</span>
            <button
              type="button"
              className="figure-value"
              aria-label={`${row.title}: ${t('drill.open', { value: text })}`}
              onClick={() => onPoint(index, undefined)}
            >
              {text}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
