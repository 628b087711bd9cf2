/** Statements about the session itself: transactions, settings, cursors. Nothing is ever written. */
import { SqlError } from '../sql_error.ts'
import { textColumn } from '../wire/encode.ts'
import { dataRow } from '../wire/messages.ts'
import type { SessionSettings } from './settings.ts'
import { command, type Portal, type Statement } from './statement.ts'
import { nameOf } from './text.ts'

/** What commands may do to their session. */
export interface Commanded {
  readonly settings: SessionSettings
  /** I idle, T in a transaction, E in one that has failed. */
  transaction: 'I' | 'T' | 'E'
  send(message: Buffer): void
  prepare(text: string): Promise<Statement>
  explain(text: string): Promise<string[]>
  portal(name: string): Portal
  declare(name: string, portal: Portal): void
  closePortals(which?: (name: string) => boolean): Promise<void>
  endTransaction(): Promise<void>
  deallocate(name?: string): void
}

type Command = (rest: string, session: Commanded) => Statement | Promise<Statement>

const acknowledged = (tag: string) => command(() => tag)

const endOf =
  (tag: (failed: boolean) => string): Command =>
  (rest, session) =>
    command(async () => {
      const failed = session.transaction === 'E'
      await session.endTransaction()
      // AND CHAIN begins the next one.
      if (/\band\s+chain\b/i.test(rest)) session.transaction = 'T'
      return tag(failed)
    })

const commands: Readonly<Record<string, Command>> = {
  '': () => acknowledged(''),
  begin: begin('BEGIN'),
  start: begin('START TRANSACTION'),
  commit: endOf((failed) => (failed ? 'ROLLBACK' : 'COMMIT')),
  end: endOf((failed) => (failed ? 'ROLLBACK' : 'COMMIT')),
  rollback: (rest, session) =>
    /^(?:work\s+|transaction\s+)?to\b/i.test(rest)
      ? command(() => {
          session.transaction = 'T'
          return 'ROLLBACK'
        })
      : endOf(() => 'ROLLBACK')(rest, session),
  abort: endOf(() => 'ROLLBACK'),
  savepoint: () => acknowledged('SAVEPOINT'),
  release: () => acknowledged('RELEASE'),
  listen: () => acknowledged('LISTEN'),
  unlisten: () => acknowledged('UNLISTEN'),
  set,
  show,
  reset: (rest, { settings }) =>
    command(() => {
      settings.reset(/^all$/i.test(rest) ? undefined : nameOf(rest))
      return 'RESET'
    }),
  discard: (_, session) =>
    command(async () => {
      session.settings.reset()
      session.deallocate()
      await session.closePortals()
      return 'DISCARD ALL'
    }),
  deallocate: (rest, session) =>
    command(() => {
      const name = rest.replace(/^prepare\s+/i, '')
      const isAll = /^all$/i.test(name)
      session.deallocate(isAll ? undefined : nameOf(name))
      return isAll ? 'DEALLOCATE ALL' : 'DEALLOCATE'
    }),
  close: (rest, session) =>
    command(async () => {
      const isAll = /^all$/i.test(rest)
      await session.closePortals((name) => isAll || name === nameOf(rest))
      return 'CLOSE CURSOR'
    }),
  declare,
  fetch: fetchFrom('FETCH'),
  move: fetchFrom('MOVE'),
  explain,
}

/** What a statement by its first word does to the session; undefined for what is no command. */
export function commandOf(
  word: string,
  text: string,
  session: Commanded,
): Statement | Promise<Statement> | undefined {
  const rest = text.slice(text.toLowerCase().indexOf(word) + word.length).trim()
  return commands[word]?.(rest.replace(/;\s*$/, ''), session)
}

function begin(tag: string): Command {
  return (_, session) =>
    command(() => {
      session.transaction = 'T'
      return tag
    })
}

const assignment =
  /^(?:session\s+|local\s+)?(time\s+zone|names|[\w.]+|"[^"]+")\s*(?:=|\bto\b|\s)\s*(.+)$/is

function set(rest: string, { settings }: Commanded): Statement {
  const isAboutRights =
    /^(?:session\s+characteristics|(?:local\s+)?transaction|constraints|(?:session\s+|local\s+)?(?:role|session\s+authorization))\b/i
  if (isAboutRights.test(rest)) {
    if (/\bread\s+write\b/i.test(rest))
      throw new SqlError('25006', 'Transactions read only, and cannot be set to read and write.')
    return acknowledged('SET')
  }
  const [, written = '', value = ''] = assignment.exec(rest) ?? []
  if (written === '') throw new SqlError('42601', 'SET is written as SET name TO value.')
  const name = written.replace(/^time\s+zone$/i, 'TimeZone').replace(/^names$/i, 'client_encoding')
  return command(() => {
    const plain = value
      .trim()
      .replace(/^'((?:[^']|'')*)'$/, '$1')
      .replaceAll("''", "'")
    if (/^default$/i.test(value.trim())) settings.reset(nameOf(name))
    else settings.set(nameOf(name), plain)
    return 'SET'
  })
}

/** A few rows of text, made here. */
function rowsOf(
  names: readonly string[],
  rows: () => readonly (readonly string[])[],
  tag: string,
  session: Commanded,
): Statement {
  const columns = names.map(textColumn)
  return {
    parameters: [],
    columns,
    async open({ results }) {
      const found = rows()
      return {
        columns,
        results,
        async fetch() {
          for (const row of found)
            session.send(
              dataRow(
                columns,
                row,
                columns.map(() => false),
              ),
            )
          return { sent: found.length, isDone: true }
        },
        tag: () => tag,
        async close() {},
      }
    },
  }
}

function show(rest: string, session: Commanded): Statement {
  const { settings } = session
  if (/^all$/i.test(rest))
    return rowsOf(
      ['name', 'setting', 'description'],
      () => settings.all().map(([name, value]) => [name, value, '']),
      'SHOW',
      session,
    )
  const name = nameOf(
    rest
      .replace(/^time\s+zone$/i, 'TimeZone')
      .replace(/^transaction\s+isolation\s+level$/i, 'transaction_isolation')
      .replace(/^session\s+authorization$/i, 'session_authorization'),
  )
  const value = settings.get(name)
  return rowsOf([name], () => [[value]], 'SHOW', session)
}

async function explain(rest: string, session: Commanded): Promise<Statement> {
  const statement = rest.replace(/^(?:\([^)]*\)\s*|(?:analyze|verbose)\s+)*/i, '')
  const lines = await session.explain(statement)
  return rowsOf(['QUERY PLAN'], () => lines.map((line) => [line]), 'EXPLAIN', session)
}

const declaration =
  /^("(?:[^"]|"")+"|\w+)\s+((?:(?:binary|insensitive|asensitive|no\s+scroll|scroll)\s+)*)cursor\s+(?:with(?:out)?\s+hold\s+)?for\s+([\s\S]+)$/i

async function declare(rest: string, session: Commanded): Promise<Statement> {
  const [, name, options = '', query] = declaration.exec(rest) ?? []
  if (name === undefined || query === undefined)
    throw new SqlError('42601', 'DECLARE is written as DECLARE name CURSOR FOR SELECT ….')
  const statement = await session.prepare(query)
  return command(async () => {
    const results = /\bbinary\b/i.test(options) ? [1] : []
    session.declare(nameOf(name), await statement.open({ values: [], formats: [], results }))
    return 'DECLARE CURSOR'
  })
}

const direction =
  /^(?:(next|first|forward\s+all|all|forward\s+\d+|forward|\d+|absolute\s+\d+|relative\s+\d+)\s+)?(?:(?:from|in)\s+)?("(?:[^"]|"")+"|\w+)$/i

function fetchFrom(tag: 'FETCH' | 'MOVE'): Command {
  return (rest, session) => {
    const [, how = '', name] = direction.exec(rest) ?? []
    if (name === undefined) throw new SqlError('0A000', 'Cursors are read forward only.')
    const portal = session.portal(nameOf(name))
    // All rows are asked for in a number that no result reaches, so that the cursor stays open.
    const most = /all/i.test(how) ? 2 ** 31 : Number(/\d+/.exec(how)?.[0] ?? 1)
    return {
      parameters: [],
      columns: tag === 'FETCH' ? portal.columns : undefined,
      async open() {
        return {
          columns: tag === 'FETCH' ? portal.columns : undefined,
          results: portal.results,
          async fetch() {
            const { sent } = await portal.fetch(most)
            return { sent, isDone: true }
          },
          tag: (rows) => `${tag} ${rows}`,
          async close() {},
        }
      },
    }
  }
}
