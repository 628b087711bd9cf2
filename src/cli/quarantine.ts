/** `revops quarantine`: the rows that are refused, where they stand and why. */
import type { Command } from 'commander'
import type { QuarantinedRow } from '../warehouse/quarantine.ts'
import { count, counted } from './figures.ts'
import { wholeNumber, withExample, withJson, withWarehouse } from './options.ts'
import { printJson, printLines, tableLines } from './output.ts'

interface Options {
  readonly warehouse?: string
  readonly system?: string
  readonly object?: string
  readonly limit: number
  readonly json?: boolean
}

export function addQuarantine(program: Command) {
  const command = program
    .command('quarantine')
    .description('Show the rows of the exports that are refused: file, line, column, value, rule.')
    .option('--system <name>', 'only the rows of a system: hubspot')
    .option('--object <name>', 'only the rows of an object: deals')
    .option('--limit <n>', 'how many reasons to show', wholeNumber, 20)
  withExample(
    withJson(withWarehouse(command)),
    'quarantine',
    'quarantine --system hubspot --object deals --limit 100',
  ).action(quarantine)
}

async function quarantine({ json, limit, ...options }: Options) {
  const { settings } = await import('../settings.ts')
  const { readQuarantine } = await import('../warehouse/quarantine.ts')
  const { system, object } = options
  const found = await readQuarantine(options.warehouse ?? settings.warehouse, {
    limit,
    ...(system === undefined ? {} : { system }),
    ...(object === undefined ? {} : { object }),
  })
  if (json) return printJson(found)
  const { build, rows, reasons, rules, findings } = found
  if (rows === 0) return printLines(`No row of build ${build} is in quarantine.`)
  const more = reasons - findings.length
  printLines(
    ...tableLines(
      [
        { title: 'file' },
        { title: 'line', align: 'right' },
        { title: 'column' },
        { title: 'value' },
        { title: 'rule' },
      ],
      findings.map(cellsOf),
    ),
    ...(more > 0 ? [`… and ${counted(more, 'more reason')}; --limit shows more.`] : []),
    '',
    ...tableLines(
      [{ title: 'object' }, { title: 'rule' }, { title: 'rows', align: 'right' }],
      rules.map((one) => [`${one.system} ${one.object}`, one.rule, count(one.rows)]),
    ),
    '',
    `${counted(rows, 'row')} of build ${build} in quarantine. Mend the exports and build again.`,
  )
}

const cellsOf = ({ file, record, line, column, value, rule }: QuarantinedRow) => [
  file,
  line === null ? (record === null ? '' : `record ${record}`) : String(line),
  column ?? '',
  shown(value),
  rule,
]

/** A value on one line, cut where it is long. */
function shown(value: string | null): string {
  const line = (value ?? '').replaceAll(/\s+/g, ' ')
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}
