/** Names of companies as they are compared, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { plainWords } from './names.ts'

type Text = Expression<string | null>

/** What companies are called by law in many countries, as `plainWords` writes it. */
const legalForms = [
  ...[
    'gmbh',
    'gesellschaft mit beschrankter haftung',
    'mbh',
    'gesellschaft mbh',
    'ag',
    'aktiengesellschaft',
    'kg',
  ],
  ...['kgaa', 'ohg', 'ug', 'haftungsbeschrankt', 'ev', 'eg', 'se', 'gbr', 'co kg', 'gmbh co kg'],
  ...['ltd', 'limited', 'llc', 'llp', 'lp', 'plc', 'inc', 'incorporated', 'corp', 'corporation'],
  ...[
    'company',
    'co',
    'pllc',
    'pc',
    'pty',
    'pty ltd',
    'pte',
    'pvt',
    'private limited',
    'unlimited',
  ],
  ...[
    'sarl',
    'sas',
    'sasu',
    'sa',
    'eurl',
    'snc',
    'sci',
    'societe anonyme',
    's a r l',
    's a s',
    's a',
  ],
  ...['srl', 'spa', 'sapa', 's r l', 's p a', 's l', 'sl', 'slu', 'sau', 'cv', 'de cv', 'sa de cv'],
  ...['sro', 'as', 'a s', 'asa', 'aps', 'ab', 'hb', 'oy', 'oyj', 'osakeyhtio', 'ky', 'ry', 'tmi'],
  ...['bv', 'b v', 'nv', 'n v', 'vof', 'bvba', 'sprl', 'kft', 'zrt', 'nyrt', 'doo', 'd o o', 'dd'],
  ...[
    'sp z o o',
    'sp z oo',
    'spolka z oo',
    'ood',
    'eood',
    'ad',
    'ead',
    'lda',
    'ltda',
    'sgps',
    'eirl',
  ],
  ...[
    'kk',
    'k k',
    'gk',
    'kabushiki kaisha',
    'godo kaisha',
    'ooo',
    'zao',
    'oao',
    'pao',
    'ip',
    'tov',
  ],
  ...['sa rl', 'srl d', 'pfa', 'i i', 'hf', 'ehf', 'ou', 'uab', 'sia', 'as oy', 'sdn bhd', 'bhd'],
]
const byLength = [...legalForms].sort((one, other) => other.length - one.length)
const atEnd = `( (?:and )?(?:${byLength.join('|')}))+$`
const eastAsian = '株式会社|有限会社|合同会社|有限公司|股份|주식회사|㈱|㈲'

/** A company's name as it is compared: plain words without its legal form, nor `the` before it. */
export const companyName = (name: Text): RawBuilder<string | null> => {
  const words = plainWords(sql`regexp_replace(${name}, ${sql.lit(eastAsian)}, ' ', 'g')`)
  return sql`coalesce(nullif(trim(regexp_replace(regexp_replace(${words}, '^the ', ''),
    ${sql.lit(atEnd)}, '')), ''), ${words})`
}

/** The legal form at the end of a company's name, as plain words; null where it has none. */
export const legalFormOf = (name: Text): RawBuilder<string | null> =>
  sql`nullif(trim(replace(regexp_extract(${plainWords(name)}, ${sql.lit(atEnd)}), ' ', '')), '')`
