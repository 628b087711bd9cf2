/** `revops forget`: erases a person from the warehouse. */
import { join } from 'node:path'
import type { Command } from 'commander'
import type { CellsOfColumn } from '../erasure/cells.ts'
import type { Forgotten } from '../erasure/forget.ts'
import { measureKpis } from './build_inputs.ts'
import { counted } from './figures.ts'
import { withExample, withJson, withWarehouse } from './options.ts'
import { printJson, printLines } from './output.ts'

interface Options {
  readonly warehouse?: string
  readonly json?: boolean
}

export function addForget(program: Command) {
  const command = program
    .command('forget')
    .argument('<email>', 'an address of the person')
    .description(
      'Erase a person from loaded files, quarantine, retained builds and all that is loaded later.',
    )
  withExample(withJson(withWarehouse(command)), 'forget jane.doe@example.com').action(forgetPerson)
}

async function forgetPerson(email: string, { warehouse, json }: Options) {
  const [{ settings, projectRoot }, { tables }, { mapPeople }, { forget }] = await Promise.all([
    import('../settings.ts'),
    import('../../transforms/index.ts'),
    import('../../transforms/conformed/map_people.ts'),
    import('../erasure/forget.ts'),
  ])
  const forgotten = await forget(email, {
    warehouse: warehouse ?? settings.warehouse,
    tables,
    people: mapPeople,
    model: join(projectRoot, 'model'),
    measure: measureKpis,
  })
  if (json) printJson(forgotten)
  else printLines(...linesOf(forgotten))
}

function linesOf(forgotten: Forgotten) {
  const { build, addresses, records, changed, kept, loads, builds, retired, exports } = forgotten
  return [
    `Erased ${counted(records, 'record')} and ${addresses} ${addresses === 1 ? 'address' : 'addresses'} of the person: ${counted(loads, 'loaded file')} and ${counted(builds, 'build')} were made anew, and build ${build} is published.`,
    'No file of the warehouse holds an address of the person any more, and none will that is loaded later.',
    ...(changed.length === 0
      ? []
      : ['What was changed, by table and column:', ...cellLines(changed)]),
    ...(kept.length === 0
      ? []
      : [
          'Here the same name or number is that of another person, a colleague or a firm, and stays:',
          ...cellLines(kept),
        ]),
    ...(retired.length === 0
      ? []
      : [`Other code made these builds, so they are gone for good: ${retired.join(', ')}.`]),
    ...(exports.files.length === 0
      ? []
      : [
          `These raw exports in ${exports.folder} still tell of the person; they are yours to mend:`,
          ...exports.files.map((file) => `  ${file}`),
        ]),
  ]
}

function cellLines(cells: readonly CellsOfColumn[]): string[] {
  const byTable = Map.groupBy(cells, ({ table }) => table)
  return [...byTable].map(
    ([table, columns]) =>
      `  ${table}: ${columns.map(({ column, cells }) => `${column} ${cells}`).join(', ')}`,
  )
}
