/** Mutants of the engine: audits that do not look, rules of access and class that do not hold. */
import { type Mutant, replacing } from '../mutant.ts'

const audits: readonly (readonly [find: string, replace: string])[] = [
  ['if (!isNullable(column))', 'if (false)'],
  ['    if (allowed)\n', '    if (false)\n'],
  ['[...columnPromises(table), grainPromise(table), ', '[...columnPromises(table), '],
  [', ...relationPromises(table)]', ']'],
  ['having count(*) > 1', 'having count(*) > 2'],
  [' anti join ', ' semi join '],
  ['if (unknown !== undefined)', 'if (false)'],
  ["promise.severity === 'error' || broken", 'broken'],
  ['broken > rows * ', 'broken >= rows * '],
  ['broken > 0 && isFailure', 'broken > 1 && isFailure'],
  ['(name) => actual.get(name) !== declared.get(name)', '() => false'],
  [
    'for (const { name, severity, broken } of table.audits) {',
    'for (const { name, severity, broken } of [] as typeof table.audits) {',
  ],
]

export const engineMutants = (root: string): Mutant[] =>
  audits.map(([find, replace]) =>
    replacing(root, 'src/warehouse/audit.ts', find, replace, [
      ['test/warehouse/audit'],
      ['test/warehouse/'],
    ]),
  )
