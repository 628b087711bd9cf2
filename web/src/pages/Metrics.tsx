/** Every KPI that the reader may see: what it means, how it is made, who answers for it. */
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { About } from '../components/About.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { Grid } from '../components/Grid.tsx'
import type { GridRow } from '../components/grid_row.ts'
import { Lineage } from '../components/Lineage.tsx'
import { grainsOf } from '../model/granularities.ts'
import type { Measure } from '../model/meta.ts'
import { useShown } from '../state/shown.ts'

/** The metric that is open stands in the address like the choice of a chart. */
const choice = 'metrics'

export function Metrics() {
  const { t } = useTranslation()
  const { model, state, go } = useShown()
  const [search, setSearch] = useState('')
  const opened = model.measures.get(state.choices[choice] ?? '')
  const open = (measure: Measure | undefined) =>
    go({ ...state, choices: measure === undefined ? {} : { [choice]: measure.name } })
  const found = useMemo(() => {
    const wanted = search.toLowerCase().split(/\s+/)
    return [...model.measures.values()].filter(({ meta, shortTitle, name, description }) => {
      if (meta.kpi !== true) return false
      const view = model.views.get(name.split('.')[0]!)?.title
      const { formula, owner, source } = meta
      const said = [shortTitle, name, description, view, formula, owner, source]
      const text = said.join(' ').toLowerCase()
      return wanted.every((word) => text.includes(word))
    })
  }, [model, search])
  const columns = useMemo(
    () =>
      (['title', 'view', 'formula', 'class', 'owner', 'source'] as const).map((key) => ({
        key,
        title:
          key === 'formula' || key === 'source' ? t(`about.${key}`) : t(`metrics.columns.${key}`),
      })),
    [t],
  )
  const rows = useMemo<GridRow[]>(
    () =>
      found.map(({ shortTitle, name, meta }) => ({
        title: shortTitle,
        view: model.views.get(name.split('.')[0]!)?.title ?? '',
        formula: meta.formula ?? '',
        class: t(`classes.${meta.class}`),
        owner: meta.owner ?? '',
        source: meta.source ?? '',
      })),
    [found, model, t],
  )
  return (
    <section className="card full metrics" data-state="ready">
      <div className="metrics-head">
        <input
          type="search"
          aria-label={t('metrics.search')}
          placeholder={t('metrics.search')}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        <span role="status">{t('metrics.count', { count: found.length })}</span>
      </div>
      <Grid
        id="metrics"
        caption={t('pages.metrics')}
        columns={columns}
        rows={rows}
        height={720}
        show={(row, { key }, index) =>
          key === 'title' ? (
            <button type="button" className="cell-button" onClick={() => open(found[index])}>
              {row[key]}
            </button>
          ) : (
            row[key]
          )
        }
      />
      {opened && (
        <Dialog title={opened.shortTitle} onClose={() => open(undefined)} isWide>
          <About measure={opened.name} isAlone />
          <Use measure={opened} />
          <Lineage key={opened.name} measure={opened.name} />
        </Dialog>
      )}
    </section>
  )
}

/** By what it can be asked. */
function Use({ measure }: { readonly measure: Measure }) {
  const { t } = useTranslation()
  const { model } = useShown()
  const [view] = measure.name.split('.')
  const titleOf = (dimension: string) =>
    model.dimensions.get(`${view}.${dimension}`)?.shortTitle ?? dimension
  const { needs = [], dimensions } = measure.meta
  return (
    <dl className="about">
      <dt>{t('metrics.granularities')}</dt>
      <dd>
        {grainsOf(measure)
          .map((grain) => t(`grains.${grain}`))
          .join(', ')}
      </dd>
      <dt>{t('metrics.dimensions')}</dt>
      <dd>{dimensions.map(titleOf).join(', ') || '–'}</dd>
      {needs.length > 0 && (
        <>
          <dt>{t('metrics.needs')}</dt>
          <dd>{needs.map(titleOf).join(', ')}</dd>
        </>
      )}
    </dl>
  )
}
