/** The reader's own views of a list: kept under a name, chosen again, removed. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { List } from '../lists/list.ts'
import { type ListState, readListState } from '../lists/list_state.ts'
import { removeView, savedViews, saveView } from '../lists/saved_views.ts'
import { Icon } from './icons.tsx'
import { Menu } from './Menu.tsx'

interface Props {
  readonly list: List
  readonly state: ListState
  readonly onChoose: (state: ListState) => void
}

export function SavedViews({ list, state, onChoose }: Props) {
  const { t } = useTranslation()
  const [views, setViews] = useState(() => savedViews(list.id))
  const [name, setName] = useState('')
  return (
    <Menu icon="star" label={t('grid.views')} action="views">
      {(close) => {
        const choose = (chosen: ListState) => {
          onChoose(chosen)
          close()
        }
        return (
          <>
            <ul>
              <li>
                <button type="button" onClick={() => choose(readListState(list, {}))}>
                  {t('grid.standard')}
                </button>
              </li>
              {views.map((view) => (
                <li key={view.name} className="saved-view" data-view={view.name}>
                  <button type="button" onClick={() => choose(view.state)}>
                    {view.name}
                  </button>
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={t('grid.remove', { name: view.name })}
                    onClick={() => setViews(removeView(list.id, view.name))}
                  >
                    <Icon name="close" />
                  </button>
                </li>
              ))}
            </ul>
            <form
              className="save-view"
              onSubmit={(event) => {
                event.preventDefault()
                if (name.trim() === '') return
                setViews(saveView(list.id, { name: name.trim(), state }))
                setName('')
              }}
            >
              <input
                type="text"
                aria-label={t('grid.name')}
                placeholder={t('grid.name')}
                value={name}
                onChange={({ target }) => setName(target.value)}
              />
              <button type="submit" className="button">
                {t('grid.save')}
              </button>
            </form>
          </>
        )
      }}
    </Menu>
  )
}
