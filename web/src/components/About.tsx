/** What a KPI is: all that the model says of it. */
import { useTranslation } from 'react-i18next'
import { useShown } from '../state/shown.ts'

interface Props {
  readonly measure: string
  /** Where the title is said already. */
  readonly isAlone?: boolean
}

export function About({ measure, isAlone = false }: Props) {
  const { t } = useTranslation()
  const { model } = useShown()
  const known = model.measures.get(measure)
  if (!known) return null
  const { meta } = known
  const good = { up: 'goodUp', down: 'goodDown', neutral: 'goodNeutral' } as const
  return (
    <div className="about">
      {!isAlone && <h3>{known.shortTitle}</h3>}
      <p>{known.description}</p>
      <dl>
        <dt>{t('about.formula')}</dt>
        <dd>{meta.formula ?? '–'}</dd>
        <dt>{t('about.date')}</dt>
        <dd>{meta.date ?? '–'}</dd>
        <dt>{t('about.good')}</dt>
        <dd>{t(`about.${good[meta.good]}`)}</dd>
        <dt>{t('about.owner')}</dt>
        <dd>{meta.owner ?? '–'}</dd>
        <dt>{t('about.source')}</dt>
        <dd>{meta.source ?? '–'}</dd>
        <dt>{t('about.name')}</dt>
        <dd>
          <code>{known.name}</code>
        </dd>
      </dl>
    </div>
  )
}
