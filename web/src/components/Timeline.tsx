/** What happened, day by day, in an ordered list by months. */

import { formatDay, formatPeriod } from '../format/dates.ts'
import { startOf } from '../model/periods.ts'
import { useShown } from '../state/shown.ts'

interface TimelineEvent {
  readonly id: string
  /** YYYY-MM-DD */
  readonly date: string
  /** What it is about; the mark is coloured by it. */
  readonly group: string
  readonly what: string
  readonly title?: string | undefined
  readonly amount?: string | undefined
  /** Who and where, in words. */
  readonly details: readonly string[]
}

interface Props {
  readonly events: readonly TimelineEvent[]
  /** All groups there are, in the order of their colours. */
  readonly groups: readonly string[]
}

export function Timeline({ events, groups }: Props) {
  const { language } = useShown()
  const months = Map.groupBy(events, ({ date }) => startOf('month', date))
  return (
    <ol className="timeline">
      {[...months].map(([month, of]) => (
        <li key={month} className="timeline-month">
          <h3>{formatPeriod(month, 'month', language)}</h3>
          <ol>
            {of.map(({ id, date, group, what, title, amount, details }) => (
              <li
                key={id}
                data-event={id}
                className={`timeline-event group-${groups.indexOf(group) + 1}`}
              >
                <time dateTime={date}>{formatDay(date, language)}</time>
                <p>
                  <strong>{what}</strong>
                  {title && <span> {title}</span>}
                  {amount && <span className="timeline-amount"> {amount}</span>}
                </p>
                {details.length > 0 && <p className="timeline-details">{details.join(' · ')}</p>}
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  )
}
