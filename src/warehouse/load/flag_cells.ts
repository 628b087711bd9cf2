/** What text means as true or false. */
import { literal } from '../open.ts'
import type { CellRule } from './cell_rule.ts'

const yes = 'true t yes y 1 ja wahr oui vrai'.split(' ')
const no = 'false f no n 0 nein falsch non faux'.split(' ')

export const flag: CellRule = {
  sql: (text) => `case when lower(${text}) in (${yes.map(literal)}) then true
    when lower(${text}) in (${no.map(literal)}) then false end`,
  castSql: (raw) => `case when ${raw} = 'true' then true when ${raw} = 'false' then false end`,
  usualSql: (_, cast) => cast,
  parse: (text) => {
    const word = text.toLowerCase()
    if (yes.includes(word)) return true
    return no.includes(word) ? false : undefined
  },
  expected: 'true or false',
}
