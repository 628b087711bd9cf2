/** Where a filter is chosen: first the dimension, of those that the page's charts share, then values. */
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chart } from '../charts/chart.ts'
import { measuresOf } from '../charts/chart.ts'
import type { Model } from '../model/meta.ts'
import { useShown } from '../state/shown.ts'
import { useAnswers } from '../state/use_answers.ts'
import { withFilter } from '../state/view_state.ts'
import { Icon } from './icons.tsx'

/** The common dimensions (KPIS §9) that are filtered by, in the order in which they are offered. */
const common = [
  'segment',
  'region',
  'country',
  'industry',
  'team',
  'owner',
  'channel',
  'lead_source',
  'campaign',
  'product',
  'plan',
  'deal_type',
  'stage',
  'pipeline_name',
  'forecast_category',
  'account_name',
  'currency',
  'source_system',
]

/** By common dimension, a view of the page whose measures allow it. */
function filterable(model: Model, charts: readonly Chart[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const dimension of common)
    for (const chart of charts) {
      const isAllowed = measuresOf(chart).some((name) =>
        model.measures.get(`${chart.view}.${name}`)?.meta.dimensions.includes(dimension),
      )
      if (isAllowed && !found.has(dimension) && model.dimensions.has(`${chart.view}.${dimension}`))
        found.set(dimension, chart.view)
    }
  return found
}

export function FilterMenu({ charts }: { readonly charts: readonly Chart[] }) {
  const { t } = useTranslation()
  const { model, locked } = useShown()
  const [isOpen, setOpen] = useState(false)
  const [dimension, setDimension] = useState<string>()
  const place = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  useEffect(() => {
    if (!isOpen) return
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== 'Escape') return
      if (event.type === 'pointerdown' && place.current?.contains(event.target as Node)) return
      setOpen(false)
      if (event instanceof KeyboardEvent) button.current?.focus()
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('keydown', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('keydown', close)
    }
  }, [isOpen])
  const offered = useMemo(() => filterable(model, charts), [model, charts])
  const free = [...offered].filter(([name, view]) => !locked.includes(`${view}.${name}`))
  if (free.length === 0) return null
  return (
    <div className="menu-place" ref={place}>
      <button
        ref={button}
        type="button"
        className="button"
        data-action="filter"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => {
          setDimension(undefined)
          setOpen(!isOpen)
        }}
      >
        <Icon name="filter" /> {t('filters.add')}
      </button>
      {isOpen && (
        <div className="menu" id={id}>
          {dimension === undefined ? (
            <>
              <p className="menu-title">{t('filters.title')}</p>
              <ul>
                {free.map(([name, view]) => (
                  <li key={name}>
                    <button type="button" data-dimension={name} onClick={() => setDimension(name)}>
                      {model.dimensions.get(`${view}.${name}`)?.shortTitle}
                    </button>
                  </li>
                ))}
              </ul>
            </>
          ) : (
            <Values
              dimension={dimension}
              view={offered.get(dimension)!}
              onBack={() => setDimension(undefined)}
            />
          )}
        </div>
      )}
    </div>
  )
}

interface ValuesProps {
  readonly dimension: string
  readonly view: string
  readonly onBack: () => void
}

/** How many values are listed at once. */
const listed = 60

function Values({ dimension, view, onBack }: ValuesProps) {
  const { t } = useTranslation()
  const { model, ready, state, go } = useShown()
  const [search, setSearch] = useState('')
  const name = `${view}.${dimension}`
  const title = model.dimensions.get(name)?.shortTitle ?? dimension
  const queries = useMemo(
    () => ({ values: { dimensions: [name], order: { [name]: 'asc' as const }, limit: 5_000 } }),
    [name],
  )
  const answered = useAnswers(queries, ready.build, name)
  const chosen = state.filters[dimension] ?? []
  const values =
    answered.status === 'ready'
      ? (answered.answers['values'] ?? []).flatMap((row) => row[name] ?? []).map(String)
      : []
  const found = values.filter((value) => value.toLowerCase().includes(search.toLowerCase()))
  const toggle = (value: string) =>
    go(
      withFilter(
        state,
        dimension,
        chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value],
      ),
    )
  return (
    <>
      <button type="button" className="link" onClick={onBack}>
        ‹ {t('filters.back')}
      </button>
      <input
        type="search"
        // biome-ignore lint/a11y/noAutofocus: the reader asked for this list by a click
        autoFocus
        placeholder={t('filters.search', { what: title })}
        aria-label={t('filters.search', { what: title })}
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      {answered.status === 'loading' && <p className="state">{t('loading')}</p>}
      {answered.status === 'error' && <p className="state">{t('chart.error')}</p>}
      <ul className="values">
        {found.slice(0, listed).map((value) => (
          <li key={value}>
            <label>
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={() => toggle(value)}
              />
              {value}
            </label>
          </li>
        ))}
      </ul>
      {answered.status === 'ready' && found.length === 0 && (
        <p className="state">{t('filters.none')}</p>
      )}
      {found.length > listed && (
        <p className="menu-note">{t('filters.more', { count: found.length })}</p>
      )}
    </>
  )
}
