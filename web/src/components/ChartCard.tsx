/** A chart in its frame: title, headline, drawing or table, and what can be done with it. */
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { annotationsOf } from '../api/annotations.ts'
import { type Chart, measuresOf } from '../charts/chart.ts'
import type { Drawn } from '../echarts/option.ts'
import { csvOf } from '../format/csv.ts'
import { formatInstant } from '../format/dates.ts'
import { download, save } from '../format/download.ts'
import { type Answers, type Ask, allVisible, grainOf } from '../kinds/ask.ts'
import { isEmpty, type Point } from '../kinds/frame.ts'
import { frameOf, queriesOf } from '../kinds/index.ts'
import type { Measure } from '../model/meta.ts'
import { usePending } from '../state/pending.ts'
import { useShown } from '../state/shown.ts'
import { useAnswers } from '../state/use_answers.ts'
import { useChoiceText } from '../state/use_choice_text.ts'
import { useWords } from '../state/use_words.ts'
import { About } from './About.tsx'
import { CardNotes } from './CardNotes.tsx'
import { CardTop } from './CardTop.tsx'
import { ChartTable } from './ChartTable.tsx'
import { annotatedOf, heightOf } from './chart_place.ts'
import { Dialog } from './Dialog.tsx'
import { Drill } from './Drill.tsx'
import { Figures } from './Figures.tsx'
import { Ghost } from './Ghost.tsx'
import { IconButton } from './icons.tsx'
import { SeriesChoice } from './SeriesChoice.tsx'
import { SliceChoice, sliceTitle } from './SliceChoice.tsx'
import { useTitle } from './use_title.ts'

const loadDrawing = () => import('../echarts/Drawing.tsx')
const Drawing = lazy(() => loadDrawing().then((found) => ({ default: found.Drawing })))

interface Props {
  readonly chart: Chart
  readonly onDrill?: (id: string, label: string) => void
}

interface Opened {
  readonly measure: Measure
  readonly point: Point
  readonly label: string
}

export function ChartCard({ chart, onDrill }: Props) {
  const { t } = useTranslation()
  const { model, ready, state, language, theme, annotations } = useShown()
  const words = useWords()
  const choiceText = useChoiceText()
  const title = useTitle(chart)
  const [isTable, setTable] = useState(false)
  const [isAbout, setAbout] = useState(false)
  const [opened, setOpened] = useState<Opened>()
  const { grain, from, to, filters, choices } = state
  const choice = choices[chart.id]
  const dataAsOf = ready.data_as_of
  const ask = useMemo<Ask>(
    () => ({
      model,
      grain,
      range: from !== undefined && to !== undefined ? [from, to] : undefined,
      filters,
      choice,
      dataAsOf,
    }),
    [model, grain, from, to, filters, choice, dataAsOf],
  )
  // While the figures are asked, not after they have come.
  useEffect(() => void loadDrawing(), [])
  const measures = allVisible(ask, chart)
  const queries = useMemo(() => queriesOf(chart, ask), [chart, ask])
  const answered = useAnswers(queries, ready.build, ask)
  usePending(
    chart.id,
    answered.status === 'loading' || (answered.status === 'ready' && answered.isStale),
  )

  const { of, answers } = answered.status === 'ready' ? answered : undefinedAnswer
  const good = measures[0]?.meta.good ?? 'neutral'
  const shown = useMemo<Drawn | undefined>(() => {
    if (of === undefined || answers === undefined) return undefined
    const frame = frameOf(chart, of, answers)
    const annotated = annotatedOf(annotationsOf(annotations, chart), frame, language)
    return { chart, frame, words, annotated, good }
  }, [of, answers, chart, words, annotations, language, good])

  if (measures.length === 0) return null
  const isNothing = shown !== undefined && isEmpty(shown.frame)
  const status =
    answered.status !== 'ready'
      ? answered.status
      : isNothing
        ? 'empty'
        : answered.isPartial
          ? 'partial'
          : 'ready'
  const open = (row: number, column: string | undefined) => {
    const of = shown?.frame.rows[row]
    if (!of?.point || !shown) return
    const known =
      shown.frame.columns.find(({ key }) => key === column) ??
      shown.frame.columns.find(({ role }) => role === 'net') ??
      shown.frame.columns.find(
        ({ key, measure }) => measure !== undefined && of.values[key] != null,
      )
    const measure = model.measures.get(of.measure ?? known?.measure ?? '')
    if (!measure) return
    const label = words.row(of, shown.frame)
    onDrill?.(chart.id, label)
    const span = of.spans?.[column ?? '']
    const point = {
      ...of.point,
      ...span,
      filters: [...of.point.filters, ...(known?.filters ?? [])],
    }
    setOpened({ measure, point, label })
  }
  const stamp = t('freshness', { instant: formatInstant(dataAsOf, language) })
  const offered = shown?.frame.offered
  // What tells differences says in the name of its file to what.
  const isOfOther = shown?.frame.columns.some((one) => one.isDifference && one.of === undefined)
  const file = isOfOther ? `${chart.id}.${offered?.chosen}` : chart.id
  const keepCsv = () =>
    shown &&
    download(
      `${file}.csv`,
      csvOf(
        shown.frame,
        shown.frame.label.kind === 'period'
          ? 'period'
          : shown.frame.label.title || t('chart.value'),
        (key) => words.column(key, shown.frame) || t('chart.value'),
        (row) => words.row(row, shown.frame),
      ),
      'text/csv',
    )
  const keepPng = async () => {
    if (!shown) return
    const { pictureOf } = await import('../echarts/picture.ts')
    const address = pictureOf(shown, fullTitle, stamp)
    if (address) save(`${file}.png`, address)
  }
  const slice = sliceTitle(chart, ask) ?? (offered && choiceText(offered.chosen, offered.names))
  const fullTitle = slice === undefined ? title : `${title} ${slice}`
  const height = heightOf(chart, shown?.frame.rows.length)
  const hasDrawing = chart.kind !== 'figures'
  return (
    <figure
      className={`card ${chart.width ?? 'half'}`}
      data-chart={chart.id}
      data-state={status}
      data-grain={grainOf(ask, measures)}
      aria-busy={answered.status === 'ready' && answered.isStale}
    >
      <figcaption className="card-head">
        <h2>{title}</h2>
        <SliceChoice chart={chart} ask={ask} />
        {offered && <SeriesChoice id={chart.id} offered={offered} />}
        <div className="card-actions">
          <IconButton
            icon="info"
            label={t('chart.about')}
            action="about"
            onClick={() => setAbout(true)}
          />
          {hasDrawing && (
            <IconButton
              icon={isTable ? 'chart' : 'table'}
              label={t(isTable ? 'chart.drawing' : 'chart.table')}
              action="table"
              isPressed={isTable}
              onClick={() => setTable(!isTable)}
            />
          )}
          <IconButton icon="csv" label={t('chart.csv')} action="csv" onClick={keepCsv} />
          {hasDrawing && (
            <IconButton icon="png" label={t('chart.png')} action="png" onClick={keepPng} />
          )}
        </div>
      </figcaption>
      <CardTop
        chart={chart}
        measures={measures.length}
        shown={isNothing ? undefined : shown}
        frame={shown?.frame}
        isTable={isTable}
      />
      <div className="card-body" style={{ height }}>
        {answered.status === 'loading' && <div className="ghost" aria-hidden="true" />}
        {answered.status === 'error' && (
          <div className="state" role="alert">
            <p>{t('chart.error')}</p>
            <p className="reason">{String((answered.error as Error).message)}</p>
            <button type="button" className="button" onClick={answered.retry}>
              {t('chart.retry')}
            </button>
          </div>
        )}
        {isNothing && <p className="state">{t('chart.empty')}</p>}
        {shown && !isNothing && chart.kind === 'figures' && (
          <Figures frame={shown.frame} onPoint={open} />
        )}
        {shown && !isNothing && hasDrawing && isTable && (
          <ChartTable {...{ title, height }} id={chart.id} frame={shown.frame} onPoint={open} />
        )}
        {shown && !isNothing && hasDrawing && !isTable && (
          <div
            className="drawing-place"
            role="img"
            aria-label={t('chart.description', { title, count: shown.frame.rows.length })}
          >
            <Suspense fallback={<Ghost id={chart.id} />}>
              <Drawing drawn={shown} theme={theme} onPoint={open} />
            </Suspense>
          </div>
        )}
      </div>
      <CardNotes
        chart={chart}
        ask={ask}
        frame={shown?.frame}
        isTable={isTable}
        isPartial={status === 'partial'}
      />
      {isAbout && (
        <Dialog title={title} onClose={() => setAbout(false)}>
          {[...new Set(measuresOf(chart))].map((name) => (
            <About key={name} measure={`${chart.view}.${name}`} />
          ))}
        </Dialog>
      )}
      {opened && <Drill {...opened} onClose={() => setOpened(undefined)} />}
    </figure>
  )
}

const undefinedAnswer: { readonly of?: Ask; readonly answers?: Answers } = {}
