/** The choice of one of several series, such as the records of one source, for charts that show one. */
import { useTranslation } from 'react-i18next'
import type { Frame } from '../kinds/frame.ts'
import { useShown } from '../state/shown.ts'
import { useMemberText } from '../state/use_words.ts'

interface Props {
  /** Of the chart. */
  readonly id: string
  readonly offered: NonNullable<Frame['offered']>
}

export function SeriesChoice({ id, offered }: Props) {
  const { t } = useTranslation()
  const { state, go } = useShown()
  const memberText = useMemberText()
  return (
    <select
      className="slice"
      aria-label={t('chart.choose')}
      value={offered.chosen}
      onChange={({ target }) => go({ ...state, choices: { ...state.choices, [id]: target.value } })}
    >
      {offered.all.map((name) => (
        <option key={name} value={name}>
          {memberText(name)}
        </option>
      ))}
    </select>
  )
}
