/** The choice of the dimension that a chart is sliced by, of those that the model allows. */
import { useTranslation } from 'react-i18next'
import type { Chart } from '../charts/chart.ts'
import type { Ask } from '../kinds/ask.ts'
import { chosenDimension, dimensionsFor, type SlicedChart } from '../kinds/breakdown.ts'
import { useShown } from '../state/shown.ts'

interface Props {
  readonly chart: Chart
  readonly ask: Ask
}

const isSliced = (chart: Chart): chart is SlicedChart =>
  chart.kind === 'breakdown' || chart.kind === 'change' || chart.kind === 'matrix'

/** The name of the dimension that a chart is sliced by now. */
export function sliceTitle(chart: Chart, ask: Ask): string | undefined {
  if (!isSliced(chart)) return undefined
  const name = chosenDimension(chart, ask)
  return ask.model.dimensions.get(`${chart.view}.${name}`)?.shortTitle
}

export function SliceChoice({ chart, ask }: Props) {
  const { t } = useTranslation()
  const { model, state, go } = useShown()
  if (!isSliced(chart)) return null
  const offered = dimensionsFor(chart, ask)
  return (
    <select
      className="slice"
      aria-label={t('chart.choose')}
      value={chosenDimension(chart, ask)}
      onChange={({ target }) =>
        go({ ...state, choices: { ...state.choices, [chart.id]: target.value } })
      }
    >
      {offered.map((name) => (
        <option key={name} value={name}>
          {model.dimensions.get(`${chart.view}.${name}`)?.shortTitle}
        </option>
      ))}
    </select>
  )
}
