/** The work lists, by the page that they stand on. */
import { accountsLists } from './accounts.ts'
import { dataQualityLists } from './data_quality.ts'
import { leakageLists } from './leakage.ts'
import type { List } from './list.ts'
import { playbooksLists } from './playbooks.ts'

export const lists: Readonly<Record<string, readonly List[]>> = {
  leakage: leakageLists,
  data_quality: dataQualityLists,
  accounts: accountsLists,
  playbooks: playbooksLists,
}
