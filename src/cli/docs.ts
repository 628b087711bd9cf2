/** `revops docs`: writes the generated documentation, or says whether it is current. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Command } from 'commander'
import { path, withExample, withJson } from './options.ts'
import { printJson, printLines } from './output.ts'

interface Options {
  readonly out?: string
  readonly check?: boolean
  readonly json?: boolean
}

export function addDocs(program: Command) {
  const command = program
    .command('docs')
    .description('Write the documentation of tables, KPIs and lineage from their declarations.')
    .option('--out <dir>', 'the folder to write to (default: docs/generated)', path)
    .option('--check', 'write nothing; fail where a page is not current')
  withExample(withJson(command), 'docs', 'docs --check').action(docs)
}

async function docs({ out, check = false, json }: Options) {
  const { generatedPages } = await import('../docs/pages.ts')
  const { projectRoot } = await import('../settings.ts')
  const { conformed, marts, references, sources, staging } = await import(
    '../../transforms/index.ts'
  )
  const folder = out ?? join(projectRoot, 'docs/generated')
  const pages = generatedPages({ sources, references, staging, conformed, marts })
  const changed = [...pages].filter(([file, text]) => textOf(join(folder, file)) !== text)
  const names = changed.map(([file]) => relative(process.cwd(), join(folder, file)))
  if (check && changed.length > 0) {
    const { UserError } = await import('../errors.ts')
    const [is, it] = names.length === 1 ? ['is', 'it'] : ['are', 'them']
    throw new UserError(`${names.join(', ')} ${is} not current; write ${it} with \`revops docs\`.`)
  }
  if (!check) {
    mkdirSync(folder, { recursive: true })
    for (const [file, text] of changed) writeFileSync(join(folder, file), text)
  }
  if (json) printJson({ folder, pages: [...pages.keys()], changed: changed.map(([file]) => file) })
  else printLines(...(names.length > 0 ? names.map((name) => `wrote ${name}`) : ['All current.']))
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
