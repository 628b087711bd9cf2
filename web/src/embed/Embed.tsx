/** A chart or a dashboard without the shell, as an embed's token allows. */
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { forgetAnswers } from '../api/cube.ts'
import { askWith, RequestFailure } from '../api/transport.ts'
import { type Chart, measuresOf } from '../charts/chart.ts'
import { charts, type DashboardId, dashboards } from '../charts/index.ts'
import { FilterBar } from '../components/FilterBar.tsx'
import { Notice } from '../components/Notice.tsx'
import { formatInstant } from '../format/dates.ts'
import { languageOf } from '../i18n.ts'
import { lists } from '../lists/index.ts'
import type { List } from '../lists/list.ts'
import { listMeasures } from '../lists/list_rows.ts'
import { isAnswered } from '../model/locks.ts'
import type { Model } from '../model/meta.ts'
import { Dashboard } from '../pages/Dashboard.tsx'
import { Overview } from '../pages/Overview.tsx'
import { useIsReady } from '../state/pending.ts'
import { type Shown, ShownProvider } from '../state/shown.ts'
import { useLoaded } from '../state/use_loaded.ts'
import { useTheme } from '../state/use_theme.ts'
import { readState, type ViewState } from '../state/view_state.ts'
import { hearHost, tellHeight, tellHost } from './host.ts'
import type { Order } from './order.ts'

const drilled = (id: string, point: string) => tellHost({ type: 'drill', id, point })

export function Embed({ order }: { readonly order: Order }) {
  const { t } = useTranslation()
  const [state, setState] = useState<ViewState>(() => readState(location.search))
  const [asked, setAsked] = useState({ theme: order.theme, locale: order.locale })
  const language = languageOf(asked.locale, navigator.languages)
  const theme = useTheme(asked.theme)
  const { loaded, error, newer, reload } = useLoaded(language)
  const isReady = useIsReady()

  useEffect(tellHeight, [])
  useEffect(
    () =>
      hearHost(({ type, token, theme, locale }) => {
        if (type === 'token' && typeof token === 'string') {
          askWith(token)
          forgetAnswers()
          void reload()
        }
        if (type === 'theme' && (theme === 'light' || theme === 'dark'))
          setAsked((before) => ({ ...before, theme }))
        if (type === 'locale' && typeof locale === 'string')
          setAsked((before) => ({ ...before, locale }))
      }),
    [reload],
  )
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  useEffect(() => {
    if (error === undefined) return
    if (error instanceof RequestFailure && error.status === 401) tellHost({ type: 'expired' })
    else tellHost({ type: 'error', message: String((error as Error).message) })
  }, [error])
  useEffect(() => {
    if (loaded && isReady) tellHost({ type: 'ready', id: order.id })
  }, [loaded, isReady, order.id])
  // Nobody is there to be asked: newer data is taken at once.
  useEffect(() => {
    if (newer) void reload()
  }, [newer, reload])

  const shown = useMemo<Shown | undefined>(
    () =>
      loaded && {
        ...loaded,
        state,
        go: setState,
        formats: {
          locale: loaded.language,
          currency: loaded.ready.reporting_currency ?? 'EUR',
          perDay: (amount) => t('perDay', { amount }),
        },
        theme,
        locked: order.locked,
        hasPages: false,
      },
    [loaded, state, theme, order, t],
  )
  if (error !== undefined && loaded === undefined)
    return <Notice error={error} onRetry={() => void reload()} />
  if (shown === undefined) return <p className="starting">{t('loading')}</p>
  const { charts: own, lists: ownLists } = partsOf(order, shown.model)
  return (
    <ShownProvider value={shown}>
      <main className="embed" data-page={`embed.${order.id}`} data-ready={isReady}>
        {order.kind === 'dashboard' && <FilterBar charts={own} lists={ownLists} />}
        {order.kind === 'dashboard' && order.id === 'overview' ? (
          <Overview charts={own} onDrill={drilled} />
        ) : own.length + ownLists.length === 0 ? (
          <p className="state">{t('failure.unknown')}</p>
        ) : (
          <Dashboard charts={own} lists={ownLists} onDrill={drilled} />
        )}
        <p className="freshness">
          {t('freshness', { instant: formatInstant(shown.ready.data_as_of, language) })}
        </p>
      </main>
    </ShownProvider>
  )
}

/** What the order shows: of a dashboard, what is answered under the locks of its token. */
function partsOf(
  { kind, id, locked }: Order,
  model: Model,
): { readonly charts: readonly Chart[]; readonly lists: readonly List[] } {
  const answered = (view: string, measures: readonly string[]) =>
    isAnswered(
      model,
      locked,
      view,
      measures.map((name) => `${view}.${name}`),
    )
  const chart = charts.get(id)
  if (kind === 'chart')
    return { charts: chart ? [{ ...chart, width: 'full' as const }] : [], lists: [] }
  return {
    charts: (dashboards[id as DashboardId] ?? []).filter((one) =>
      answered(one.view, measuresOf(one)),
    ),
    lists: (lists[id] ?? []).filter((one) => answered(one.view, listMeasures(model, one))),
  }
}
