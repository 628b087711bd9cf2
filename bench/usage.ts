/** Loaded into a measured process: writes down at its end what it took. */
import { writeFileSync } from 'node:fs'

const file = process.env['REVOPS_BENCH_USAGE']
if (file !== undefined)
  process.on('exit', () => writeFileSync(file, JSON.stringify(process.resourceUsage())))
