/** Every KPI that the reader may see: what it means, how it is made, who answers for it. */
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { measuresOf } from '../charts/chart.ts'
import { charts } from '../charts/index.ts'
import { About } from '../components/About.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { Grid, type GridRow } from '../components/Grid.tsx'
import { grainsOf } from '../model/granularities.ts'
import type { Measure } from '../model/meta.ts'
import { useShown } from '../state/shown.ts'

export function Metrics() {
  const { t } = useTranslation()
  const { model } = useShown()
  const [search, setSearch] = useState('')
  const [opened, setOpened] = useState<Measure>()
  const found = useMemo(() => {
    const wanted = search.toLowerCase()
    return [...model.measures.values()].filter(
      ({ meta, shortTitle, name, description }) =>
        meta.kpi === true &&
        [shortTitle, name, description ?? ''].some((text) => text.toLowerCase().includes(wanted)),
    )
  }, [model, search])
  const columns = useMemo(
    () =>
      (['title', 'view', 'formula', 'class', 'owner'] as const).map((key) => ({
        key,
        title: key === 'formula' ? t('about.formula') : t(`metrics.columns.${key}`),
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
        <span>{t('metrics.count', { count: found.length })}</span>
      </div>
      <Grid
        id="metrics"
        caption={t('pages.metrics')}
        columns={columns}
        rows={rows}
        height={720}
        show={(row, { key }, index) =>
          key === 'title' ? (
            <button type="button" className="cell-button" onClick={() => setOpened(found[index])}>
              {row[key]}
            </button>
          ) : (
            row[key]
          )
        }
      />
      {opened && (
        <Dialog title={opened.shortTitle} onClose={() => setOpened(undefined)}>
          <About measure={opened.name} />
          <Use measure={opened} />
        </Dialog>
      )}
    </section>
  )
}

/** By what it can be asked, and where it is shown. */
function Use({ measure }: { readonly measure: Measure }) {
  const { t } = useTranslation()
  const { model } = useShown()
  const [view, short] = measure.name.split('.')
  const titleOf = (dimension: string) =>
    model.dimensions.get(`${view}.${dimension}`)?.shortTitle ?? dimension
  const pages = new Set(
    [...charts.values()]
      .filter((chart) => chart.view === view && measuresOf(chart).includes(short!))
      .map(({ id }) => id.split('.')[0]!),
  )
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
      {pages.size > 0 && (
        <>
          <dt>{t('metrics.charts')}</dt>
          <dd>
            {[...pages].map((page) => (
              <a
                key={page}
                className="about-link"
                href={page === 'overview' ? '/' : `/?page=${page}`}
              >
                {t(`pages.${page}`)}
              </a>
            ))}
          </dd>
        </>
      )}
    </dl>
  )
}
