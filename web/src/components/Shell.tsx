/** The frame of every page: navigation, title, what holds for all charts, how fresh the data is. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '../format/dates.ts'
import { languages } from '../i18n.ts'
import type { PageId } from '../pages/index.ts'
import { useIsReady } from '../state/pending.ts'
import { useShown } from '../state/shown.ts'
import { hrefOf } from '../state/use_view_state.ts'
import { IconButton } from './icons.tsx'

interface Props {
  readonly page: PageId
  readonly pages: readonly PageId[]
  readonly bar: ReactNode
  readonly banner: ReactNode
  readonly children: ReactNode
}

export function Shell({ page, pages, bar, banner, children }: Props) {
  const { t } = useTranslation()
  const { ready, state, go, language, theme } = useShown()
  const isReady = useIsReady()
  const instant = formatInstant(ready.data_as_of, language)
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <aside className="side">
        <p className="brand">
          <span className="brand-mark" aria-hidden="true" />
          {t('app')}
        </p>
        <nav aria-label={t('navigation')}>
          <ul>
            {pages.map((id) => {
              const next = { ...state, page: id, choices: {} }
              return (
                <li key={id}>
                  <a
                    href={hrefOf(next)}
                    aria-current={id === page ? 'page' : undefined}
                    onClick={(event) => {
                      if (event.metaKey || event.ctrlKey || event.shiftKey) return
                      event.preventDefault()
                      go(next)
                      window.scrollTo(0, 0)
                    }}
                  >
                    {t(`pages.${id}`)}
                  </a>
                </li>
              )
            })}
          </ul>
        </nav>
        <div className="side-foot">
          <select
            className="language"
            aria-label={t('language')}
            value={language}
            onChange={({ target }) => go({ ...state, locale: target.value })}
          >
            {Object.entries(languages).map(([code, name]) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </select>
          <IconButton
            icon={theme === 'dark' ? 'sun' : 'moon'}
            label={`${t('theme.label')}: ${t(theme === 'dark' ? 'theme.light' : 'theme.dark')}`}
            action="theme"
            onClick={() => go({ ...state, theme: theme === 'dark' ? 'light' : 'dark' })}
          />
          <IconButton icon="print" label={t('print')} action="print" onClick={() => print()} />
        </div>
      </aside>
      <div className="page">
        {banner}
        <header className="page-head">
          <div className="page-title">
            <h1>{t(`pages.${page}`)}</h1>
            <p className="freshness" title={t('build', { build: ready.build })}>
              {t('freshness', { instant })}
            </p>
          </div>
          {bar}
        </header>
        <main id="main" data-page={page} data-ready={isReady} tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  )
}
