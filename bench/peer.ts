/** The peer of a full build: runs a script, one statement after the other, into one DuckDB file. */
import { readFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { toDuckDB } from '../src/warehouse/values.ts'
import type { Statement } from './peer_script.ts'

const [script, target] = process.argv.slice(2) as [string, string]
const instance = await DuckDBInstance.create(target)
const connection = await instance.connect()
for (const { sql, parameters } of JSON.parse(readFileSync(script, 'utf8')) as Statement[])
  await connection.run(sql, parameters.map(toDuckDB))
connection.closeSync()
instance.closeSync()
