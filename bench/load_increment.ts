/** What further days of exports cost the loader: survey, load and raw tables, against the first load. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sources } from '../transforms/index.ts'
import { writeChangedRows } from './changed_rows.ts'
import { node, root, timed } from './child.ts'
import { type Measure, median, seconds, verdictOf } from './figures.ts'

/** What a load took by its own clock: without the start of its process. */
interface Taken {
  readonly wallMs: number
  readonly cpuMs: number
}

const days = ['2026-02-01', '2026-02-02', '2026-02-03']

/** @param warehouse a folder that does not exist yet */
export async function measureLoadIncrement(
  scale: number,
  exports: string,
  warehouse: string,
): Promise<Measure[]> {
  const file = `${warehouse}.json`
  const load = async (): Promise<Taken> => {
    await timed(node, [join(root, 'bench/load.ts'), exports, warehouse, file])
    return JSON.parse(readFileSync(file, 'utf8'))
  }
  const first = await load()
  const further: Taken[] = []
  let rows = 0
  for (const [turn, date] of days.entries()) {
    rows = await writeChangedRows({ exports, warehouse, contracts: sources, date, turn })
    further.push(await load())
  }
  const against = (what: string, key: keyof Taken, limit?: number): Measure => {
    const ours = median(further.map((one) => one[key]))
    const ratio = ours / first[key]
    return {
      what: `load of 1 % new rows (${rows}), ${what}; peer: first load`,
      scale,
      ours: seconds(ours),
      peer: seconds(first[key]),
      ratio,
      budget: limit === undefined ? '' : `< ${limit} ×`,
      verdict: limit === undefined ? '-' : verdictOf(ratio < limit),
    }
  }
  return [against('wall', 'wallMs', 0.1), against('processor', 'cpuMs')]
}
