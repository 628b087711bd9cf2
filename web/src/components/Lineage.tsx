/** The way of a KPI, from the columns of the exports to the charts that show it. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type LineageStep, type LineageTable, lineage } from '../api/lineage.ts'
import { type Chart, measuresOf } from '../charts/chart.ts'
import { charts } from '../charts/index.ts'
import { useShown } from '../state/shown.ts'
import { hrefOf } from '../state/use_view_state.ts'
import { useTitle } from './use_title.ts'

interface Props {
  /** `view.measure` */
  readonly measure: string
}

export function Lineage({ measure }: Props) {
  const { t } = useTranslation()
  const { ready } = useShown()
  const [steps, setSteps] = useState<readonly LineageStep[]>()
  const [error, setError] = useState<unknown>()
  const { build } = ready
  useEffect(() => {
    let isWanted = true
    lineage(measure, build)
      .then((found) => isWanted && setSteps(found))
      .catch((cause: unknown) => isWanted && setError(cause))
    return () => {
      isWanted = false
    }
  }, [measure, build])
  return (
    <section className="lineage" data-lineage={measure} data-state={stateOf(steps, error)}>
      <h3>{t('lineage.title')}</h3>
      {error !== undefined && (
        <p className="state" role="alert">
          {t('chart.error')} <q>{String((error as Error).message)}</q>
        </p>
      )}
      {steps === undefined && error === undefined && <p className="state">{t('loading')}</p>}
      {steps && (
        <ol className="lineage-steps">
          {steps.map((step) => (
            <Step key={step.layer} step={step} />
          ))}
          <li>
            <h4>{t('lineage.metric')}</h4>
            <code>{measure}</code>
          </li>
          <Shows measure={measure} />
        </ol>
      )}
    </section>
  )
}

const stateOf = (steps: unknown, error: unknown) =>
  error !== undefined ? 'error' : steps === undefined ? 'loading' : 'ready'

function Step({ step: { layer, tables } }: { readonly step: LineageStep }) {
  const { t } = useTranslation()
  const made = tables.filter(({ columns }) => columns.length > 0)
  const others = tables.filter(({ columns }) => columns.length === 0)
  return (
    <li data-layer={layer}>
      <h4>{t(`lineage.${layer}`)}</h4>
      {made.length > 0 && <Tables tables={made} />}
      {others.length > 0 && (
        <details>
          <summary>{t('lineage.others', { count: others.length })}</summary>
          <Tables tables={others} />
        </details>
      )}
    </li>
  )
}

function Tables({ tables }: { readonly tables: readonly LineageTable[] }) {
  const { t } = useTranslation()
  return (
    <ul>
      {tables.map(({ name, export: path, columns, files }) => (
        <li key={name}>
          <code>{path ?? name}</code>
          {columns.length > 0 && <span className="lineage-columns"> {columns.join(', ')}</span>}
          {files && files.length > 0 && (
            <span className="lineage-files" title={files.join('\n')}>
              {' '}
              {t('lineage.files', { count: files.length })}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

/** The charts that show the measure. */
function Shows({ measure }: Props) {
  const { t } = useTranslation()
  const [view, name] = measure.split('.')
  const own = [...charts.values()].filter(
    (chart) => chart.view === view && measuresOf(chart).includes(name!),
  )
  if (own.length === 0) return null
  return (
    <li data-layer="charts">
      <h4>{t('lineage.charts')}</h4>
      <ul>
        {own.map((chart) => (
          <li key={chart.id}>
            <ChartLink chart={chart} />
          </li>
        ))}
      </ul>
    </li>
  )
}

function ChartLink({ chart }: { readonly chart: Chart }) {
  const { t } = useTranslation()
  const { state } = useShown()
  const title = useTitle(chart)
  const [page = ''] = chart.id.split('.')
  return (
    <a className="about-link" href={hrefOf({ ...state, page, choices: {} })}>
      {t(`pages.${page}`)}: {title}
    </a>
  )
}
