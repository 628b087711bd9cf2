/** The choice of a list's columns; what is chosen later stands further right. */
import { useTranslation } from 'react-i18next'
import type { List } from '../lists/list.ts'
import { isListColumn } from '../lists/list_rows.ts'
import { useShown } from '../state/shown.ts'
import { Menu } from './Menu.tsx'

interface Props {
  readonly list: List
  readonly columns: readonly string[]
  readonly onChange: (columns: readonly string[]) => void
}

export function ColumnMenu({ list, columns, onChange }: Props) {
  const { t } = useTranslation()
  const { model } = useShown()
  const { view } = list
  const offered = [...list.columns, ...list.more].filter((key) => isListColumn(model, list, key))
  const titleOf = (key: string) =>
    (model.measures.get(`${view}.${key}`) ?? model.dimensions.get(`${view}.${key}`))?.shortTitle
  return (
    <Menu icon="columns" label={t('grid.columns')} action="columns">
      {() => (
        <ul className="values">
          {offered.map((key) => {
            const isShown = columns.includes(key)
            return (
              <li key={key}>
                <label>
                  <input
                    type="checkbox"
                    name={key}
                    checked={isShown}
                    disabled={isShown && columns.length === 1}
                    onChange={() =>
                      onChange(
                        isShown ? columns.filter((other) => other !== key) : [...columns, key],
                      )
                    }
                  />
                  {titleOf(key)}
                </label>
              </li>
            )
          })}
        </ul>
      )}
    </Menu>
  )
}
