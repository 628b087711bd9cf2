/** The dashboards: which page is shown, of which build, in which language. */
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chart } from './charts/chart.ts'
import { dashboards } from './charts/index.ts'
import { FilterBar } from './components/FilterBar.tsx'
import { Notice } from './components/Notice.tsx'
import { Shell } from './components/Shell.tsx'
import { languageOf } from './i18n.ts'
import { journeyChoice } from './lists/accounts.ts'
import { lists } from './lists/index.ts'
import { Account } from './pages/Account.tsx'
import { Dashboard } from './pages/Dashboard.tsx'
import { type PageId, pagesOf } from './pages/index.ts'
import { Metrics } from './pages/Metrics.tsx'
import { Overview } from './pages/Overview.tsx'
import { type Shown, ShownProvider } from './state/shown.ts'
import { useLoaded } from './state/use_loaded.ts'
import { useTheme } from './state/use_theme.ts'
import { useViewState } from './state/use_view_state.ts'
import { writeState } from './state/view_state.ts'

export function App() {
  const { t } = useTranslation()
  const [state, go] = useViewState()
  const language = languageOf(state.locale, navigator.languages)
  const theme = useTheme(state.theme)
  const { loaded, error, newer, reload } = useLoaded(language)
  const shown = useMemo<Shown | undefined>(
    () =>
      loaded && {
        ...loaded,
        state,
        go,
        formats: {
          locale: loaded.language,
          currency: loaded.ready.reporting_currency ?? 'EUR',
          perDay: (amount) => t('perDay', { amount }),
        },
        theme,
        locked: [],
        hasPages: true,
      },
    [loaded, state, go, theme, t],
  )

  useEffect(() => {
    document.documentElement.lang = language
  }, [language])

  // Whoever asks something else is answered by the newer build: the whole page goes along.
  const asked = writeState({ ...state, locale: undefined, theme: undefined })
  const askedBefore = useRef(asked)
  useEffect(() => {
    if (askedBefore.current !== asked && newer) void reload()
    askedBefore.current = asked
  }, [asked, newer, reload])

  const pages = useMemo(() => (loaded ? pagesOf(loaded.model) : []), [loaded])
  const page: PageId = pages.find((id) => id === state.page) ?? pages[0] ?? 'metrics'
  useEffect(() => {
    document.title = `${t(`pages.${page}`)} · ${t('app')}`
  }, [t, page])

  if (error !== undefined && loaded === undefined)
    return <Notice error={error} onRetry={() => void reload()} />
  if (shown === undefined)
    return (
      <p className="starting" role="status">
        {t('loading')}
      </p>
    )
  const charts: readonly Chart[] = page === 'metrics' ? [] : dashboards[page]
  const own = lists[page] ?? []
  const account = state.choices[journeyChoice]
  return (
    <ShownProvider value={shown}>
      <Shell
        page={page}
        pages={pages}
        bar={
          charts.length + own.length > 0 &&
          account === undefined && <FilterBar charts={charts} lists={own} />
        }
        banner={
          newer && (
            <div className="banner" role="status" data-testid="banner-newer">
              {t('newer.text')}{' '}
              <button
                type="button"
                className="button"
                data-action="take-newer"
                onClick={() => void reload()}
              >
                {t('newer.take')}
              </button>
            </div>
          )
        }
      >
        {page === 'overview' ? (
          <Overview charts={charts} />
        ) : page === 'metrics' ? (
          <Metrics />
        ) : page === 'accounts' && account !== undefined ? (
          <Account key={account} account={account} />
        ) : (
          <Dashboard key={page} charts={charts} lists={own} />
        )}
      </Shell>
    </ShownProvider>
  )
}
