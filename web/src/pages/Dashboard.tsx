/** A page of charts, and below them the lists to work through. */
import { useTranslation } from 'react-i18next'
import type { Chart } from '../charts/chart.ts'
import { Boundary } from '../components/Boundary.tsx'
import { ChartCard } from '../components/ChartCard.tsx'
import { WorkList } from '../components/WorkList.tsx'
import type { List } from '../lists/list.ts'
import { isListShown } from '../lists/list_rows.ts'
import { useShown } from '../state/shown.ts'

interface Props {
  readonly charts: readonly Chart[]
  readonly lists?: readonly List[]
  readonly onDrill?: (id: string, label: string) => void
}

export function Dashboard({ charts, lists = [], onDrill }: Props) {
  const { t } = useTranslation()
  const { model } = useShown()
  return (
    <div className="cards">
      {charts.map((chart) => (
        <Boundary
          key={chart.id}
          broken={({ message }) => (
            <figure className="card half" data-chart={chart.id} data-state="error" role="alert">
              <p className="state">
                {t('chart.error')} {message}
              </p>
            </figure>
          )}
        >
          <ChartCard chart={chart} {...(onDrill ? { onDrill } : {})} />
        </Boundary>
      ))}
      {lists
        .filter((list) => isListShown(model, list))
        .map((list) => (
          <WorkList key={list.id} list={list} />
        ))}
    </div>
  )
}
