/** `revops forget`: erases a person from the warehouse. */
import type { Command } from 'commander'
import type { Forgotten } from '../erasure/forget.ts'
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
  const [{ settings }, { tables }, { mapPeople }, { forget }] = await Promise.all([
    import('../settings.ts'),
    import('../../transforms/index.ts'),
    import('../../transforms/conformed/map_people.ts'),
    import('../erasure/forget.ts'),
  ])
  const forgotten = await forget(email, {
    warehouse: warehouse ?? settings.warehouse,
    tables,
    people: mapPeople,
  })
  if (json) printJson(forgotten)
  else printLines(...linesOf(forgotten))
}

function linesOf({ build, addresses, records, loads, builds, retired, exports }: Forgotten) {
  return [
    `Erased ${counted(records, 'record')} and ${addresses} ${addresses === 1 ? 'address' : 'addresses'} of the person: ${counted(loads, 'loaded file')} and ${counted(builds, 'build')} were made anew, and build ${build} is published.`,
    'No file of the warehouse holds an address of the person any more, and none will that is loaded later.',
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
