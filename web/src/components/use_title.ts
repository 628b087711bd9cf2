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
    case 'matrix':
      return t('chart.byBoth', {
        measure: titleOf(chart.measure),
        across: model.dimensions.get(`${chart.view}.${chart.across}`)?.shortTitle ?? chart.across,
      })
    case 'change':
      return t('chart.change', { measure: titleOf(chart.measure) })
    case 'cohort':
      return titleOf(chart.measure)
    case 'volume':
      return titleOf(chart.outcome)
    default: {
      const { title } = chart
      if (title === undefined) return titleOf(chart.kind === 'trend' ? chart.measures[0]! : '')
      if ('partsOf' in title) return t('chart.parts', { measure: titleOf(title.partsOf) })
      if ('predictionOf' in title) {
        const measure = model.measures.get(title.predictionOf)?.shortTitle
        return measure === undefined
          ? (view?.title ?? chart.view)
          : t('chart.prediction', { measure })
      }
      if ('view' in title) return view?.title ?? chart.view
      const folder = view?.folders.find(({ name }) => name === title.folder)
      return folder?.title ?? title.folder
    }
  }
}
