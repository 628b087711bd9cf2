/** The choice of which rows of a list are shown, of the segments that the model names. */
import { useTranslation } from 'react-i18next'
import type { List } from '../lists/list.ts'
import { useShown } from '../state/shown.ts'

interface Props {
  readonly list: List
  readonly segment: string | undefined
  readonly onChange: (segment: string | undefined) => void
}

export function SegmentChoice({ list: { view, segments = [] }, segment, onChange }: Props) {
  const { t } = useTranslation()
  const { model } = useShown()
  const known = new Map(model.views.get(view)?.segments?.map((one) => [one.name, one.shortTitle]))
  const offered = segments.filter((name) => known.has(`${view}.${name}`))
  if (offered.length === 0) return null
  return (
    <select
      aria-label={t('grid.show')}
      value={segment ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
    >
      <option value="">{t('grid.all')}</option>
      {offered.map((name) => (
        <option key={name} value={name}>
          {known.get(`${view}.${name}`)}
        </option>
      ))}
    </select>
  )
}
