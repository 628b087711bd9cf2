/** Where a filter is chosen: first the dimension, of those that the page knows, then values. */
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Model } from '../model/meta.ts'
import { nameOf } from '../model/names.ts'
import { useShown } from '../state/shown.ts'
import { useAnswers } from '../state/use_answers.ts'
import { withFilter } from '../state/view_state.ts'
import { Menu } from './Menu.tsx'

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
  'model',
  'product',
  'plan',
  'deal_type',
  'stage',
  'pipeline_name',
  'forecast_category',
  'finding_type',
  'finding_status',
  'lifecycle',
  'playbook',
  'category',
  'account_name',
  'currency',
  'source_system',
]

/** What a part of the page asks: measures of a view, or the rows of a view as they are. */
export interface Asked {
  readonly view: string
  readonly measures?: readonly string[]
}

/** By common dimension, a view of the page that allows it. */
function filterable(model: Model, asked: readonly Asked[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const dimension of common)
    for (const { view, measures } of asked) {
      const isAllowed =
        measures === undefined ||
        measures.some((name) =>
          model.measures.get(`${view}.${name}`)?.meta.dimensions.includes(dimension),
        )
      if (isAllowed && !found.has(dimension) && model.dimensions.has(`${view}.${dimension}`))
        found.set(dimension, view)
    }
  return found
}

export function FilterMenu({ asked }: { readonly asked: readonly Asked[] }) {
  const { t } = useTranslation()
  const { model, locked } = useShown()
  const [dimension, setDimension] = useState<string>()
  const offered = useMemo(() => filterable(model, asked), [model, asked])
  const free = [...offered].filter(([name, view]) => !locked.includes(`${view}.${name}`))
  if (free.length === 0) return null
  return (
    <Menu
      icon="filter"
      label={t('filters.add')}
      action="filter"
      onOpen={() => setDimension(undefined)}
    >
      {() =>
        dimension === undefined ? (
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
        )
      }
    </Menu>
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
  const words = (value: string) => nameOf(model, name, value)
  const chosen = state.filters[dimension] ?? []
  const values =
    answered.status === 'ready'
      ? (answered.answers['values'] ?? []).flatMap((row) => row[name] ?? []).map(String)
      : []
  const found = values.filter((value) => words(value).toLowerCase().includes(search.toLowerCase()))
  const isOneOnly = model.views
    .get(view)
    ?.measures.some(({ meta }) => meta?.default?.[dimension] !== undefined)
  const toggle = (value: string) => {
    const others = isOneOnly ? [] : chosen
    const next = chosen.includes(value)
      ? chosen.filter((other) => other !== value)
      : [...others, value]
    go(withFilter(state, dimension, next))
  }
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
              {words(value)}
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
