/** From a row to the account that it is about: to its journey, else to where it is listed. */
import type { Row } from '../api/cube.ts'
import { accountSearch, journeyChoice } from '../lists/accounts.ts'
import type { List } from '../lists/list.ts'
import { useShown } from '../state/shown.ts'
import { hrefOf } from '../state/use_view_state.ts'
import type { ViewState } from '../state/view_state.ts'

interface Props {
  readonly list: List
  readonly row: Row | undefined
  readonly name: string
}

export function AccountLink({ list, row, name }: Props) {
  const { model, state, go, hasPages } = useShown()
  const id = row?.[`${list.view}.account_id`]
  if (!hasPages || !model.views.has('accounts')) return name
  const choices: ViewState['choices'] =
    id === undefined || id === null || !model.views.has('account_journey')
      ? { [accountSearch]: name }
      : { ...(list.view === 'accounts' ? state.choices : {}), [journeyChoice]: String(id) }
  const next = { ...state, page: 'accounts', choices }
  return (
    <a
      className="cell-link"
      href={hrefOf(next)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        go(next)
        window.scrollTo(0, 0)
      }}
    >
      {name}
    </a>
  )
}
