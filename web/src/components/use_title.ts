/** What a chart is called: by the model, in the reader's language. */
import { useTranslation } from 'react-i18next'
import type { Chart } from '../charts/chart.ts'
import { useShown } from '../state/shown.ts'

export function useTitle(chart: Chart): string {
  const { t } = useTranslation()
  const { model } = useShown()
  const view = model.views.get(chart.view)
  const titleOf = (measure: string) =>
    model.measures.get(`${chart.view}.${measure}`)?.shortTitle ?? measure
  switch (chart.kind) {
    case 'breakdown':
      return t('chart.by', { measure: titleOf(chart.measure) })
    case 'change':
      return t('chart.change', { measure: titleOf(chart.measure) })
    case 'cohort':
      return titleOf(chart.measure)
    default: {
      const { title } = chart
      if (title === undefined) return titleOf(chart.kind === 'trend' ? chart.measures[0]! : '')
      if ('partsOf' in title) return t('chart.parts', { measure: titleOf(title.partsOf) })
      if ('view' in title) return view?.title ?? chart.view
      const folder = view?.folders.find(({ name }) => name === title.folder)
      return folder?.title ?? title.folder
    }
  }
}
