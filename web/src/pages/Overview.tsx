/** How the business stands, what changed most, and whose change it was. */
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chart } from '../charts/chart.ts'
import { About } from '../components/About.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { Change } from '../components/HeadlineFigures.tsx'
import { TileCard } from '../components/TileCard.tsx'
import { formatPeriod } from '../format/dates.ts'
import { formatValue } from '../format/values.ts'
import type { Answers } from '../kinds/ask.ts'
import { shift } from '../model/periods.ts'
import { usePending } from '../state/pending.ts'
import { useShown } from '../state/shown.ts'
import { useAnswers } from '../state/use_answers.ts'
import { Dashboard } from './Dashboard.tsx'
import { lastMonth, type Tile, tileQueries, tiles, tilesOf } from './tiles.ts'

const nothingYet: { readonly of?: Parameters<typeof tilesOf>[0]; readonly answers?: Answers } = {}

interface Props {
  readonly charts: readonly Chart[]
  readonly onDrill?: (id: string, label: string) => void
}

export function Overview({ charts, onDrill }: Props) {
  const { t } = useTranslation()
  const { model, ready, state, language, locked } = useShown()
  const [about, setAbout] = useState<Tile>()
  const { from, to, filters } = state
  const dataAsOf = ready.data_as_of
  const ask = useMemo(
    () => ({
      model,
      grain: 'month' as const,
      range: from !== undefined && to !== undefined ? ([from, to] as const) : undefined,
      filters,
      choice: undefined,
      dataAsOf,
      locked,
    }),
    [model, from, to, filters, dataAsOf, locked],
  )
  const queries = useMemo(() => tileQueries(ask), [ask])
  const answered = useAnswers(queries, ready.build, ask)
  usePending('tiles', answered.status === 'loading')
  const { of, answers } = answered.status === 'ready' ? answered : nothingYet
  const known = useMemo(() => (of && answers ? tilesOf(of, answers) : undefined), [of, answers])
  const month = lastMonth(ask)
  return (
    <>
      <section aria-labelledby="tiles" data-state={answered.status}>
        <h2 id="tiles" className="section-title">
          {t('overview.tilesOf', { period: formatPeriod(month, 'month', language) })}
        </h2>
        {answered.status === 'error' ? (
          <p className="state" role="alert">
            {t('chart.error')} <q>{String((answered.error as Error).message)}</q>{' '}
            <button type="button" className="button" onClick={answered.retry}>
              {t('chart.retry')}
            </button>
          </p>
        ) : (
          <ul className="tiles">
            {known
              ? known.map((tile) => (
                  <TileCard key={tile.measure.name} tile={tile} onOpen={() => setAbout(tile)} />
                ))
              : tiles.map((name) => <li key={name} className="tile ghost" aria-hidden="true" />)}
          </ul>
        )}
      </section>
      <section aria-labelledby="changed">
        <h2 id="changed" className="section-title">
          {t('overview.changed')}
          <small>
            {t('overview.changedOf', {
              now: formatPeriod(month, 'month', language),
              before: formatPeriod(shift('month', month, -1), 'month', language),
            })}
          </small>
        </h2>
        <Movers tiles={known ?? []} />
      </section>
      <section aria-labelledby="why">
        <h2 id="why" className="section-title">
          {t('overview.why')}
        </h2>
        <Dashboard charts={charts} {...(onDrill ? { onDrill } : {})} />
      </section>
      {about && (
        <Dialog title={about.measure.shortTitle} onClose={() => setAbout(undefined)}>
          <About measure={about.measure.name} isAlone />
        </Dialog>
      )}
    </>
  )
}

/** How many movers are named. */
const named = 4

/** The figures that moved furthest, relative to what they were; shares by their points. */
function Movers({ tiles: all }: { readonly tiles: readonly Tile[] }) {
  const { formats } = useShown()
  const moved = all
    .flatMap((tile) => {
      const { value, previous } = tile
      if (value === null || previous === null || previous === 0 || value === previous) return []
      return [{ tile, size: Math.abs(value / previous - 1) }]
    })
    .toSorted((a, b) => b.size - a.size)
    .slice(0, named)
  return (
    <ol className="movers">
      {moved.map(({ tile: { measure, value, previous } }) => {
        const { unit, good } = measure.meta
        const short = (of: number | null) => formatValue(of, unit, formats, { compact: true })
        return (
          <li key={measure.name} data-mover={measure.name}>
            <span className="mover-name">{measure.shortTitle}</span>
            <Change now={value} before={previous} unit={unit} good={good} />
            <span className="mover-from">
              {short(previous)} → {short(value)}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
