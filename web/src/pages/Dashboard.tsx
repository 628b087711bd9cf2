/** A page of charts. */
import { useTranslation } from 'react-i18next'
import type { Chart } from '../charts/chart.ts'
import { Boundary } from '../components/Boundary.tsx'
import { ChartCard } from '../components/ChartCard.tsx'

interface Props {
  readonly charts: readonly Chart[]
  readonly onDrill?: (id: string, label: string) => void
}

export function Dashboard({ charts, onDrill }: Props) {
  const { t } = useTranslation()
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
    </div>
  )
}
