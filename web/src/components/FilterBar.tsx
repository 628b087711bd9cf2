/** Grain, dates and filters of a page; all of it stands in the address. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chart } from '../charts/chart.ts'
import { measuresOf } from '../charts/chart.ts'
import type { List } from '../lists/list.ts'
import { grains, grainsOf } from '../model/granularities.ts'
import { nameAmong } from '../model/names.ts'
import { addMonths, startOf } from '../model/periods.ts'
import { useShown } from '../state/shown.ts'
import { withFilter } from '../state/view_state.ts'
import { FilterMenu } from './FilterMenu.tsx'
import { Icon } from './icons.tsx'

interface Props {
  readonly charts: readonly Chart[]
  readonly lists?: readonly List[]
}

export function FilterBar({ charts, lists = noLists }: Props) {
  const hasDates = charts.length > 0 || lists.some(({ isTimeless }) => !isTimeless)
  return (
    <div className="filter-bar">
      {charts.length > 0 && <Grains charts={charts} />}
      {hasDates && <Dates />}
      <Filters {...{ charts, lists }} />
    </div>
  )
}

const noLists: readonly List[] = []

/** Offered is what at least one of the charts answers by. */
function Grains({ charts }: Props) {
  const { t } = useTranslation()
  const { model, state, go } = useShown()
  const known = charts.flatMap((chart) =>
    measuresOf(chart).flatMap((name) => model.measures.get(`${chart.view}.${name}`) ?? []),
  )
  const offered = grains.filter((grain) =>
    known.some((measure) => grainsOf(measure).includes(grain)),
  )
  return (
    <fieldset className="segments">
      <legend className="unseen">{t('grains.label')}</legend>
      {offered.map((grain) => (
        <label key={grain} className={grain === state.grain ? 'chosen' : undefined}>
          <input
            type="radio"
            name="grain"
            value={grain}
            checked={grain === state.grain}
            onChange={() => go({ ...state, grain, from: undefined, to: undefined })}
          />
          {t(`grains.${grain}`)}
        </label>
      ))}
    </fieldset>
  )
}

function Dates() {
  const { t } = useTranslation()
  const { ready, state, go } = useShown()
  const asOf = ready.data_as_of.slice(0, 10)
  const year = startOf('year', asOf)
  const ranges: Readonly<Record<string, readonly [string, string] | undefined>> = {
    last: undefined,
    ytd: [year, asOf],
    previousYear: [addMonths(year, -12), `${Number(asOf.slice(0, 4)) - 1}-12-31`],
    year: [addMonths(startOf('month', asOf), -11), asOf],
    twoYears: [addMonths(startOf('month', asOf), -23), asOf],
    all: [addMonths(year, -48), asOf],
  }
  const chosen =
    state.from === undefined
      ? 'last'
      : (Object.entries(ranges).find(
          ([, range]) => range?.[0] === state.from && range?.[1] === state.to,
        )?.[0] ?? 'own')
  const setDay = (end: 'from' | 'to', day: string) => {
    const next = { from: state.from ?? addMonths(asOf, -12), to: state.to ?? asOf, [end]: day }
    if (day !== '' && next.from <= next.to) go({ ...state, ...next })
  }
  return (
    <div className="dates">
      <select
        aria-label={t('range.label')}
        value={chosen}
        onChange={({ target }) => {
          const range = target.value === 'own' ? [addMonths(asOf, -6), asOf] : ranges[target.value]
          go({ ...state, from: range?.[0], to: range?.[1] })
        }}
      >
        {[...Object.keys(ranges), 'own'].map((name) => (
          <option key={name} value={name}>
            {t(`range.${name}`)}
          </option>
        ))}
      </select>
      {chosen === 'own' && (
        <>
          <input
            type="date"
            aria-label={t('range.from')}
            value={state.from}
            max={state.to}
            onChange={({ target }) => setDay('from', target.value)}
          />
          <input
            type="date"
            aria-label={t('range.to')}
            value={state.to}
            min={state.from}
            onChange={({ target }) => setDay('to', target.value)}
          />
        </>
      )}
    </div>
  )
}

function Filters({ charts, lists }: Required<Props>) {
  const { t } = useTranslation()
  const { model, state, go } = useShown()
  const chosen = Object.entries(state.filters)
  const asked = useMemo(
    () => [
      ...charts.map((chart) => ({ view: chart.view, measures: measuresOf(chart) })),
      ...lists.map(({ view }) => ({ view })),
    ],
    [charts, lists],
  )
  const titleOf = (dimension: string) =>
    [...model.dimensions.values()].find(({ name }) => name.endsWith(`.${dimension}`))?.shortTitle ??
    dimension
  return (
    <div className="filters">
      {chosen.map(([dimension, values]) => (
        <span key={dimension} className="chip" data-filter={dimension}>
          <span className="chip-name">{titleOf(dimension)}</span>{' '}
          {values.map((value) => nameAmong(model, dimension, value)).join(', ')}
          <button
            type="button"
            aria-label={t('filters.remove', { what: titleOf(dimension) })}
            onClick={() => go(withFilter(state, dimension, []))}
          >
            <Icon name="close" />
          </button>
        </span>
      ))}
      <FilterMenu asked={asked} />
      {chosen.length > 1 && (
        <button type="button" className="link" onClick={() => go({ ...state, filters: {} })}>
          {t('filters.clear')}
        </button>
      )}
    </div>
  )
}
