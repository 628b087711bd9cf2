/** The figures of all rows of a list together. */
import type { Row } from '../api/cube.ts'
import { figure, formatValue } from '../format/values.ts'
import type { List } from '../lists/list.ts'
import { totalsOf } from '../lists/list_rows.ts'
import { useShown } from '../state/shown.ts'

interface Props {
  readonly list: List
  /** Undefined until it is there. */
  readonly row: Row | undefined
}

export function Totals({ list, row }: Props) {
  const { model, formats } = useShown()
  const measures = totalsOf(model, list)
  if (measures.length === 0) return null
  return (
    <dl className="totals">
      {measures.map(({ name, shortTitle, meta }) => {
        const value = figure(row?.[name])
        return (
          <div key={name} data-kpi={name} data-value={value ?? ''}>
            <dt>{shortTitle}</dt>
            <dd title={formatValue(value, meta.unit, formats)}>
              {formatValue(value, meta.unit, formats, { compact: true })}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
