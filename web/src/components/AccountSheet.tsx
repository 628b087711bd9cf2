/** All that the model tells of one account, by the folders of its view. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Query } from '../api/cube.ts'
import { equals } from '../kinds/ask.ts'
import { accountsLists } from '../lists/accounts.ts'
import type { List } from '../lists/list.ts'
import { listColumns, listRows } from '../lists/list_rows.ts'
import { usePending } from '../state/pending.ts'
import { useShown } from '../state/shown.ts'
import { useAnswers } from '../state/use_answers.ts'
import { useCellText } from '../state/use_cell_text.ts'

const list: List = accountsLists[0]!

export function AccountSheet({ account }: { readonly account: string }) {
  const { t } = useTranslation()
  const { model, ready, formats } = useShown()
  const cellText = useCellText()
  const columns = useMemo(
    () => listColumns(model, list, [...list.columns, ...list.more, 'source_ids']),
    [model],
  )
  const query = useMemo<Query>(
    () => ({
      dimensions: columns.map(({ name }) => name),
      filters: [equals(`${list.view}.account_id`, account)],
      limit: 1,
    }),
    [columns, account],
  )
  const answered = useAnswers({ row: query }, ready.build, columns)
  usePending('account', answered.status === 'loading')
  if (answered.status === 'loading') return <div className="card full ghost account-ghost" />
  if (answered.status === 'error')
    return (
      <p className="state" role="alert">
        {t('chart.error')} <q>{String((answered.error as Error).message)}</q>
      </p>
    )
  const [row] = listRows(model, answered.answers['row'] ?? [], columns, formats)
  if (!row) return <p className="state">{t('chart.empty')}</p>
  const known = new Map(columns.map((column) => [column.name, column]))
  const folders = (model.views.get(list.view)?.folders ?? [])
    .map((folder) => ({
      ...folder,
      own: folder.members.flatMap((name) => {
        const column = known.get(name)
        return column && column.key !== 'account_name' && row[column.key] !== null ? [column] : []
      }),
    }))
    .filter(({ own }) => own.length > 0)
  return (
    <section className="card full sheet" aria-label={String(row['account_name'])}>
      <h2 className="sheet-name">{row['account_name']}</h2>
      <div className="sheet-folders">
        {folders.map(({ name, title, own }) => (
          <section key={name}>
            <h3>{title ?? name}</h3>
            <dl>
              {own.map((column) => (
                <div key={column.key} data-member={column.key} data-value={row[column.key] ?? ''}>
                  <dt>{column.title}</dt>
                  <dd>{cellText(row[column.key] ?? null, column)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </section>
  )
}
