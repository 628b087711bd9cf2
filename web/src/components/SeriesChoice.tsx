/** The choice of one of several series, or of what the figures of a chart tell. */
import { useTranslation } from 'react-i18next'
import type { Frame } from '../kinds/frame.ts'
import { useShown } from '../state/shown.ts'
import { useChoiceText } from '../state/use_choice_text.ts'

interface Props {
  /** Of the chart. */
  readonly id: string
  readonly offered: NonNullable<Frame['offered']>
}

export function SeriesChoice({ id, offered }: Props) {
  const { t } = useTranslation()
  const { state, go } = useShown()
  const choiceText = useChoiceText()
  return (
    <select
      className="slice"
      aria-label={t('chart.choose')}
      value={offered.chosen}
      onChange={({ target }) => go({ ...state, choices: { ...state.choices, [id]: target.value } })}
    >
      {offered.all.map((name) => (
        <option key={name} value={name}>
          {choiceText(name, offered.names)}
        </option>
      ))}
    </select>
  )
}
