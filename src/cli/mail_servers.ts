/** `revops mail-servers`: asks the network which domains of people take mail, for builds to read. */
import type { Command } from 'commander'
import { withExample, withJson } from './options.ts'
import { printJson, printLines } from './output.ts'

export function addMailServers(program: Command) {
  const command = program
    .command('mail-servers')
    .description('Look up which e-mail domains take mail; the next build reads the answers.')
  withExample(withJson(command), 'mail-servers').action(mailServers)
}

async function mailServers({ json }: { readonly json?: boolean }) {
  const { UserError } = await import('../errors.ts')
  const { settings } = await import('../settings.ts')
  const { warehouse } = settings
  if (!settings.emailMxLookups)
    throw new UserError(
      'revops.config.ts, emailMxLookups is false, so no domain is looked up; set it to true first.',
    )
  const { readPublished } = await import('../warehouse/publish.ts')
  const { openBuild } = await import('../warehouse/open.ts')
  const { lookUpMailServers, readMailServers, writeMailServers } = await import(
    '../references/mail_servers.ts'
  )
  const published = readPublished(warehouse)
  const people = published?.tables['dim_people']
  if (!people)
    throw new UserError(`Nothing is published in ${warehouse}; \`revops build\` does it.`)
  const instance = await openBuild(warehouse, { dim_people: people })
  try {
    const connection = await instance.connect()
    const { promises: resolver } = await import('node:dns')
    const answer = await connection.runAndReadAll(
      `select distinct regexp_extract(email, '@([^@]+)$', 1) as domain from dim_people
       where email_quality not in ('invalid_syntax', 'disposable') and email is not null`,
    )
    const known = readMailServers(warehouse)
    const domains = answer.getRows().map(([domain]) => String(domain))
    const found = await lookUpMailServers(domains, known, resolver)
    writeMailServers(warehouse, found)
    const looked_up = found.size - known.size
    const unanswered = domains.filter((domain) => !found.has(domain)).length
    if (json) return printJson({ domains: domains.length, looked_up, unanswered })
    printLines(
      `${domains.length} domains: ${looked_up} looked up now, ${unanswered} without an answer.`,
    )
  } finally {
    instance.closeSync()
  }
}
