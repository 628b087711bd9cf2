/** Builds that have little to do: nothing at all, and one row in a hundred. */
import { sources } from '../transforms/index.ts'
import { writeChangedRows } from './changed_rows.ts'
import { measured, revops, timed, type Usage } from './child.ts'
import { type Measure, median, milliseconds, seconds, verdictOf } from './figures.ts'

const noOps = 10
const days = ['2026-01-01', '2026-01-02', '2026-01-03']

/** The build of a warehouse in which everything stands. */
export async function measureNoOp(
  scale: number,
  exports: string,
  warehouse: string,
): Promise<Measure[]> {
  const walls: number[] = []
  for (let run = 0; run < noOps; run++)
    walls.push(await timed(revops, ['build', '--exports', exports, '--warehouse', warehouse]))
  return [
    {
      what: 'build with nothing to do, wall',
      scale,
      ours: milliseconds(median(walls)),
      peer: '',
      budget: '< 500 ms',
      verdict: verdictOf(median(walls) < 500),
    },
  ]
}

/** Builds after one row in a hundred came anew, three days in a row; against a full build. */
export async function measureChangedRows(
  scale: number,
  exports: string,
  warehouse: string,
  full: Usage,
): Promise<Measure[]> {
  const usages: Usage[] = []
  let rows = 0
  for (const [turn, date] of days.entries()) {
    rows = await writeChangedRows({ exports, warehouse, contracts: sources, date, turn })
    usages.push(await measured(revops, ['build', '--exports', exports, '--warehouse', warehouse]))
  }
  const against = (what: string, key: 'wallMs' | 'cpuMs', limit?: number): Measure => {
    const ours = median(usages.map((one) => one[key]))
    const ratio = ours / full[key]
    return {
      what: `build with 1 % new rows (${rows}), ${what}; peer: full build`,
      scale,
      ours: seconds(ours),
      peer: seconds(full[key]),
      ratio,
      budget: limit === undefined ? '' : `< ${limit} ×`,
      verdict: limit === undefined ? '-' : verdictOf(ratio < limit),
    }
  }
  return [against('wall', 'wallMs', 0.1), against('processor', 'cpuMs')]
}
