/** Mutants of transforms and of the SQL that they share, by rules over their text. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chosen, type Mutant, shown } from '../mutant.ts'
import { testsReaching } from './reach.ts'

interface Rule {
  readonly what: string
  readonly find: RegExp
  readonly replace: (found: string) => string
}

const pairs = (all: Readonly<Record<string, string>>) => (found: string) => all[found]!

/** What can go wrong with a query that is written in Kysely. */
const queryRules: readonly Rule[] = [
  {
    what: 'boundary',
    find: /(?<=, )'(?:<=|>=|<|>)'(?=,)/g,
    replace: pairs({ "'<='": "'<'", "'<'": "'<='", "'>='": "'>'", "'>'": "'>='" }),
  },
  {
    what: 'join',
    // There is always one row of the run.
    find: /\.(?:left|inner)Join\((?!dataAsOf)/g,
    replace: pairs({ '.leftJoin(': '.innerJoin(', '.innerJoin(': '.leftJoin(' }),
  },
  { what: 'dropped condition', find: /^ +\.where\(.*\)\n/gm, replace: () => '' },
  { what: 'dropped key', find: /^ +\.on(?:Ref)?\('.*\)\n/gm, replace: () => '' },
  {
    what: 'other end',
    find: /\bfn\.(?:min|max)\(|(?:least|greatest)Where\((?=ref|eb)|'(?:least|greatest)'/g,
    replace: pairs({
      'fn.min(': 'fn.max(',
      'fn.max(': 'fn.min(',
      'leastWhere(': 'greatestWhere(',
      'greatestWhere(': 'leastWhere(',
      "'least'": "'greatest'",
      "'greatest'": "'least'",
    }),
  },
  { what: 'sign', find: /\bnegative\((?=ref)/g, replace: () => '(' },
  {
    what: 'equality',
    find: /(?<=, )'(?:=|!=)'(?=, (?:true|'|ref))/g,
    replace: pairs({ "'='": "'!='", "'!='": "'='" }),
  },
  { what: 'null', find: /'is not'(?=, null)/g, replace: () => "'is'" },
]

/** What can go wrong in SQL text. */
const sqlRules: readonly Rule[] = [
  {
    what: 'boundary',
    find: / (?:<=|>=|<|>) /g,
    replace: pairs({ ' <= ': ' < ', ' < ': ' <= ', ' >= ': ' > ', ' > ': ' >= ' }),
  },
  { what: 'sign', find: / [+-] /g, replace: pairs({ ' + ': ' - ', ' - ': ' + ' }) },
  { what: 'minus', find: /\(-(?=\$)/g, replace: () => '(' },
  {
    what: 'other end',
    find: /\b(?:min|max|arg_max|arg_min|least|greatest)\(/g,
    replace: pairs({
      'min(': 'max(',
      'max(': 'min(',
      'arg_max(': 'arg_min(',
      'arg_min(': 'arg_max(',
      'least(': 'greatest(',
      'greatest(': 'least(',
    }),
  },
  { what: 'order', find: / desc\b/g, replace: () => ' asc' },
  { what: 'factor', find: /(?<=\s|\()(?:100|365|52|12)(?= |,|\))/g, replace: () => '13' },
  {
    what: 'equality',
    find: / (?:=|<>) /g,
    replace: pairs({ ' = ': ' <> ', ' <> ': ' = ' }),
  },
  { what: 'every, not any', find: /bool_or\(/g, replace: () => 'bool_and(' },
  { what: 'sameness', find: /is distinct from/g, replace: () => 'is not distinct from' },
  { what: 'reach', find: /1 preceding/g, replace: () => 'current row' },
]

/** How many mutants a file gives, unless all are asked for. */
const perTransform = 2
const perFragment = 2
/** How many of the tests that stand on a file are run before the rest of them. */
const nearest = 4

export function queryMutants(root: string, isAll: boolean): Mutant[] {
  const limit = (count: number) => (isAll ? Number.POSITIVE_INFINITY : count)
  const files = (pattern: string) => globSync(pattern, { cwd: root }).sort()
  return [
    ...files('transforms/{staging/*,{conformed,quality,marts}/**/*}.ts').flatMap((file) =>
      chosen(sitesIn(root, file), limit(perTransform)),
    ),
    ...files('transforms/staging/*/*.ts').flatMap((file) => chosen(sitesIn(root, file), limit(1))),
    ...files('src/sql/*.ts').flatMap((file) => chosen(sitesIn(root, file), limit(perFragment))),
  ]
}

function sitesIn(root: string, file: string): Mutant[] {
  const text = readFileSync(join(root, file), 'utf8')
  const tests = testsOf(root, file)
  // What stands before a table's query is its declaration; other files hold parts of queries.
  const from = Math.max(0, text.search(/\n {2}query: |\n {2}audits: /))
  const found = [
    ...matches(text, 0, queryRules),
    ...[...text.matchAll(/sql(?:<[^`]*?>)?`([^`]*)`|^ {2}`([^`]*)`/gm)].flatMap((template) =>
      matches(template[0], template.index, sqlRules),
    ),
  ].filter(({ start }) => start >= from)
  return found.map(({ what, start, end, replace }) => ({
    id: `${file}:${text.slice(0, start).split('\n').length} ${what}: ${shown(lineOf(text, start))}`,
    file,
    start,
    end,
    replace,
    tests,
  }))
}

const matches = (text: string, offset: number, rules: readonly Rule[]) =>
  rules.flatMap(({ what, find, replace }) =>
    [...text.matchAll(find)].map((match) => ({
      what,
      start: offset + match.index,
      end: offset + match.index + match[0].length,
      replace: replace(match[0]),
    })),
  )

const lineOf = (text: string, at: number) =>
  text.slice(text.lastIndexOf('\n', at - 1) + 1, text.indexOf('\n', at + 1))

/** Tests that stand on the file, the nearest ones first, then those of the sample company. */
function testsOf(root: string, file: string): Mutant['tests'] {
  const reaching = testsReaching(root)(file)
  const ofSample = ['_sample.test.ts', 'test/proof/sample.test.ts']
  return [reaching.slice(0, nearest), reaching.slice(nearest), ofSample].filter(
    (paths) => paths.length > 0,
  )
}
