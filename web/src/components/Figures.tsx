/** Figures side by side, each opening the rows behind it. */
import { useTranslation } from 'react-i18next'
import type { Frame } from '../kinds/frame.ts'
import { useShown } from '../state/shown.ts'
import { useWords } from '../state/use_words.ts'
import { Comparisons } from './HeadlineFigures.tsx'

interface Props {
  readonly frame: Frame
  readonly onPoint: (row: number, column: string | undefined) => void
}

export function Figures({ frame, onPoint }: Props) {
  const { t } = useTranslation()
  const { model } = useShown()
  const words = useWords()
  const grain = frame.span?.grain
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
            {row.comparisons && grain && (
              <Comparisons
                comparisons={row.comparisons}
                unit={row.unit ?? ''}
                good={model.measures.get(row.key)?.meta.good ?? 'neutral'}
                {...{ value, grain }}
              />
            )}
          </li>
        )
      })}
    </ul>
  )
}
