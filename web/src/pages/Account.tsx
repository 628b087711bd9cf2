/** One account: all that is known of it, and whatever happened with it, in the order of time. */
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AccountSheet } from '../components/AccountSheet.tsx'
import { Timeline } from '../components/Timeline.tsx'
import { formatValue } from '../format/values.ts'
import { journeyChoice } from '../lists/accounts.ts'
import { journeyEvents, journeyQuery, mostEvents } from '../lists/journey.ts'
import { nameOf } from '../model/names.ts'
import { usePending } from '../state/pending.ts'
import { useShown } from '../state/shown.ts'
import { useAnswers } from '../state/use_answers.ts'
import { hrefOf } from '../state/use_view_state.ts'

interface Props {
  /** The id of the account. */
  readonly account: string
}

export function Account({ account }: Props) {
  const { t } = useTranslation()
  const { model, ready, state, go, formats } = useShown()
  const [left, setLeft] = useState<readonly string[]>([])
  const [isOldest, setOldest] = useState(false)
  const queries = useMemo(() => ({ events: journeyQuery(model, account) }), [model, account])
  const answered = useAnswers(queries, ready.build, account)
  usePending('journey', answered.status === 'loading')
  const all = useMemo(
    () =>
      answered.status === 'ready' ? journeyEvents(model, answered.answers['events'] ?? []) : [],
    [model, answered],
  )
  const groups = useMemo(() => [...new Set(all.map(({ group }) => group))].sort(), [all])
  const shown = all.filter(({ group }) => !left.includes(group))
  const events = (isOldest ? shown.toReversed() : shown).map(({ sequence, amount, ...event }) => ({
    ...event,
    id: String(sequence),
    amount: amount === undefined ? undefined : formatValue(amount, 'currency', formats),
  }))
  const { [journeyChoice]: _, ...choices } = state.choices
  const back = { ...state, choices }
  return (
    <div className="account" data-account={account}>
      <p>
        <a
          className="about-link"
          href={hrefOf(back)}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            go(back)
          }}
        >
          ‹ {t('journey.back')}
        </a>
      </p>
      <AccountSheet account={account} />
      <section
        className="card full journey"
        aria-label={model.views.get('account_journey')?.title}
        data-state={answered.status}
      >
        <div className="list-head">
          <h2>{model.views.get('account_journey')?.title}</h2>
          <span role="status" className="list-count" data-count={shown.length}>
            {answered.status === 'ready' && t('journey.events', { count: shown.length })}
          </span>
          <div className="journey-groups">
            {groups.map((group, index) => (
              <label key={group} className={`journey-group group-${index + 1}`}>
                <input
                  type="checkbox"
                  checked={!left.includes(group)}
                  onChange={() =>
                    setLeft(
                      left.includes(group)
                        ? left.filter((other) => other !== group)
                        : [...left, group],
                    )
                  }
                />
                {nameOf(model, 'account_journey.event_group', group)}
              </label>
            ))}
          </div>
          <button type="button" className="button" onClick={() => setOldest(!isOldest)}>
            {t(isOldest ? 'journey.oldest' : 'journey.latest')}
          </button>
        </div>
        {answered.status === 'loading' && <div className="ghost" aria-hidden="true" />}
        {answered.status === 'error' && (
          <p className="state" role="alert">
            {t('chart.error')} <q>{String((answered.error as Error).message)}</q>
          </p>
        )}
        {answered.status === 'ready' && all.length === 0 && (
          <p className="state">{t('journey.none')}</p>
        )}
        <Timeline events={events} groups={groups} />
        {all.length >= mostEvents && (
          <p className="card-notes">{t('grid.limit', { count: mostEvents })}</p>
        )}
      </section>
    </div>
  )
}
