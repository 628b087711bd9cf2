/** `revops sample`: writes the exports of the sample company. */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { UserError } from '../errors.ts'
import { type Scenario, scenarios } from '../sample/scenario.ts'
import { counted, size, took } from './figures.ts'
import { notNegative, path, positiveNumber, wholeNumber, withExample, withJson } from './options.ts'
import { printJson, printLines, say } from './output.ts'

interface Options {
  readonly out: string
  readonly scale: number
  readonly seed: number
  readonly dirt: number
  readonly scenario: Scenario
  readonly json?: boolean
}

/** By this file a folder is known to hold a sample, so that the next one may take its place. */
const marker = '.revops-sample'

export function addSample(program: Command) {
  const command = program
    .command('sample')
    .description('Write the raw exports of the sample company, the same for the same arguments.')
    .requiredOption('--out <dir>', 'the folder to write to: empty, new, or a sample before', path)
    .option('--scale <n>', 'the size; 1 is about 600 accounts', positiveNumber, 1)
    .option('--seed <n>', 'the company that chance makes', wholeNumber, 1)
    .option('--dirt <n>', 'how much dirt there is; 0 is none', notNegative, 1)
    .addOption(
      new Option(
        '--scenario <name>',
        'what happens beside ordinary life: from July 2024 on, process_change wins fewer deals, more slowly, without a demo',
      )
        .choices(scenarios)
        .default('steady'),
    )
  withExample(
    withJson(command),
    'sample --out /tmp/exports --scale 0.1',
    'build --exports /tmp/exports',
  ).action(sample)
}

async function sample({ out, scale, seed, dirt, scenario, json }: Options) {
  const started = performance.now()
  const old = entriesOf(out)
  if (old.length > 0 && !old.includes(marker))
    throw new UserError(
      `${out} holds files that are no sample of ours (${old[0]}); name an empty or new folder, or empty this one first.`,
    )
  const { simulate, writeExports } = await import('../sample/index.ts')
  say(`Simulating a company at scale ${scale}, seed ${seed}, dirt ${dirt} …`)
  const company = simulate({ scale, seed, dirt, scenario })
  for (const entry of old) if (entry !== marker) rmSync(join(out, entry), { recursive: true })
  mkdirSync(out, { recursive: true })
  writeFileSync(
    join(out, marker),
    `${JSON.stringify({ scale, seed, dirt, ...(scenario !== 'steady' && { scenario }) })}\n`,
  )
  await writeExports(company, out)
  const sizes = sizesOf(out)
  const bytes = sizes.reduce((sum, one) => sum + one, 0)
  if (json) printJson({ out, scale, seed, dirt, scenario, files: sizes.length, bytes })
  else
    printLines(
      `Wrote ${counted(sizes.length, 'file')}, ${size(bytes)}, to ${out} in ${took(performance.now() - started)}.`,
    )
}

const entriesOf = (folder: string) => (existsSync(folder) ? readdirSync(folder) : [])

const sizesOf = (folder: string): number[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name !== marker)
    .map((name) => statSync(join(folder, name)))
    .filter((file) => file.isFile())
    .map((file) => file.size)
