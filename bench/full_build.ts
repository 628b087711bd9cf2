/** A full build against the script that someone would write by hand. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { surveyExports } from '../src/warehouse/load/index.ts'
import { sources, tables } from '../transforms/index.ts'
import { measured, node, revops, root, type Usage } from './child.ts'
import { type Measure, median, megabytes, seconds, verdictOf } from './figures.ts'
import { peerScript, publishedAsOf, publishedRows } from './peer_script.ts'

const pairs = 3

export interface FullBuild {
  readonly measures: Measure[]
  /** What a full build takes, medians. */
  readonly usage: Usage
}

/** Leaves the last build published in `warehouse`. */
export async function measureFullBuild(
  scale: number,
  exports: string,
  warehouse: string,
  scratch: string,
): Promise<FullBuild> {
  const build = ['build', '--exports', exports, '--warehouse', warehouse]
  const script = join(scratch, 'peer.json')
  const target = join(scratch, 'peer.duckdb')
  const ours: Usage[] = []
  const peers: Usage[] = []
  for (let pair = 0; pair < pairs; pair++) {
    rmSync(warehouse, { recursive: true, force: true })
    ours.push(await measured(revops, build))
    if (pair === 0) {
      const survey = await surveyExports({ exports, warehouse, contracts: sources })
      const statements = peerScript(tables, survey.exports, publishedAsOf(warehouse))
      writeFileSync(script, JSON.stringify(statements))
    }
    rmSync(target, { force: true })
    peers.push(await measured(node, [join(root, 'bench/peer.ts'), script, target]))
  }
  await refuseOtherRows(warehouse, target)
  const of = (usages: readonly Usage[], key: keyof Usage) => median(usages.map((one) => one[key]))
  const compare = (
    what: string,
    key: keyof Usage,
    show: (n: number) => string,
    limit?: number,
  ): Measure => {
    const ratio = of(ours, key) / of(peers, key)
    return {
      what,
      scale,
      ours: show(of(ours, key)),
      peer: show(of(peers, key)),
      ratio,
      budget: limit === undefined ? '' : `≤ ${limit} ×`,
      verdict: limit === undefined ? '-' : verdictOf(ratio <= limit),
    }
  }
  return {
    usage: {
      wallMs: of(ours, 'wallMs'),
      cpuMs: of(ours, 'cpuMs'),
      peakBytes: of(ours, 'peakBytes'),
    },
    measures: [
      compare('full build, wall', 'wallMs', seconds, 1.5),
      compare('full build, processor', 'cpuMs', seconds),
      compare('full build, peak memory', 'peakBytes', megabytes),
    ],
  }
}

/** A peer that makes other tables measures nothing. */
async function refuseOtherRows(warehouse: string, target: string) {
  const instance = await DuckDBInstance.create(target, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  try {
    const found = await connection.runAndReadAll(
      'select table_name, estimated_size from duckdb_tables()',
    )
    const peer = new Map(found.getRowsJS().map(([name, rows]) => [String(name), Number(rows)]))
    const differing = [...publishedRows(warehouse)].filter(
      ([name, rows]) => peer.get(name) !== rows,
    )
    if (differing.length > 0)
      throw new Error(
        `The peer makes other tables: ${differing.map(([name, rows]) => `${name} has ${peer.get(name)} rows in place of ${rows}`).join(', ')}.`,
      )
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
