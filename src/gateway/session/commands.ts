/** Statements about the session itself: transactions, settings, cursors. Nothing is ever written. */
import { SqlError } from '../sql_error.ts'
import { textColumn } from '../wire/encode.ts'
import { dataRow } from '../wire/messages.ts'
import { declare, fetchFrom } from './cursors.ts'
import type { Opened } from './opened.ts'
import type { SessionSettings } from './settings.ts'
import { command, type Statement } from './statement.ts'
import { nameOf, withoutComments } from './text.ts'
import type { Transaction } from './transaction.ts'

/** What commands may do to their session. */
export interface Commanded {
  readonly settings: SessionSettings
  readonly transaction: Transaction
  readonly opened: Opened
  send(message: Buffer): void
  prepare(text: string): Promise<Statement>
  explain(text: string): Promise<string[]>
  /** @param isUndone whether what was set in it is undone */
  endTransaction(isUndone: boolean): Promise<void>
}

export type Command = (rest: string, session: Commanded) => Statement | Promise<Statement>

const acknowledged = (tag: string) => command(() => tag)

const endOf =
  (asked: 'COMMIT' | 'ROLLBACK'): Command =>
  (rest, session) =>
    command(async () => {
      const tag = session.transaction.status === 'E' ? 'ROLLBACK' : asked
      await session.endTransaction(tag === 'ROLLBACK')
      // AND CHAIN begins the next one.
      if (/\band\s+chain\b/i.test(rest)) begins(session)
      return tag
    })

const begins = ({ transaction, settings }: Commanded) => {
  transaction.begin()
  settings.beginTransaction()
}

const commands: Readonly<Record<string, Command>> = {
  '': () => acknowledged(''),
  begin: begin('BEGIN'),
  start: begin('START TRANSACTION'),
  commit: endOf('COMMIT'),
  end: endOf('COMMIT'),
  rollback: (rest, session) =>
    /^(?:work\s+|transaction\s+)?to\b/i.test(rest)
      ? command(() => {
          session.transaction.begin()
          return 'ROLLBACK'
        })
      : endOf('ROLLBACK')(rest, session),
  abort: endOf('ROLLBACK'),
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
  discard: (rest, session) =>
    command(async () => {
      const what = rest.toUpperCase()
      if (what === 'ALL') {
        session.settings.reset()
        session.opened.forget()
        await session.opened.close()
      }
      return `DISCARD ${what}`
    }),
  deallocate: (rest, { opened }) =>
    command(() => {
      const name = rest.replace(/^prepare\s+/i, '')
      if (/^all$/i.test(name)) {
        opened.forget()
        return 'DEALLOCATE ALL'
      }
      opened.statement(nameOf(name))
      opened.forget(nameOf(name))
      return 'DEALLOCATE'
    }),
  close: (rest, { opened }) =>
    command(async () => {
      const isAll = /^all$/i.test(rest)
      if (!isAll) opened.portal(nameOf(rest))
      await opened.close((name, { cursor }) =>
        isAll ? cursor !== undefined : name === nameOf(rest),
      )
      return isAll ? 'CLOSE CURSOR ALL' : 'CLOSE CURSOR'
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
  const bare = withoutComments(text).trim()
  return commands[word]?.(bare.slice(word.length).replace(/;\s*$/, '').trim(), session)
}

/** Why a statement is not answered. */
export const refusal = (word: string): SqlError =>
  word === 'copy'
    ? new SqlError('0A000', 'COPY is not answered.', {
        hint: 'SELECT gives the same rows; in psql, \\g file and --csv write them to a file.',
      })
    : new SqlError('25006', `${word.toUpperCase()} is not answered: sessions read only.`, {
        hint: 'Only SELECT and what it takes to prepare it are answered.',
      })

function begin(tag: string): Command {
  return (_, session) =>
    command(() => {
      begins(session)
      return tag
    })
}

const assignment =
  /^(session\s+|local\s+)?(time\s+zone|names|[\w.]+|"[^"]+")\s*(?:=|\bto\b|\s)\s*(.+)$/is

function set(rest: string, { settings }: Commanded): Statement {
  const isAboutRights =
    /^(?:session\s+characteristics|(?:local\s+)?transaction|constraints|(?:session\s+|local\s+)?(?:role|session\s+authorization))\b/i
  if (isAboutRights.test(rest)) {
    if (/\bread\s+write\b/i.test(rest))
      throw new SqlError('25006', 'Transactions read only, and cannot be set to read and write.')
    return acknowledged('SET')
  }
  const [, scope = '', written = '', value = ''] = assignment.exec(rest) ?? []
  if (written === '') throw new SqlError('42601', 'SET is written as SET name TO value.')
  const name = written.replace(/^time\s+zone$/i, 'TimeZone').replace(/^names$/i, 'client_encoding')
  return command(() => {
    const plain = value
      .trim()
      .replace(/^'((?:[^']|'')*)'$/, '$1')
      .replaceAll("''", "'")
    if (/^default$/i.test(value.trim())) settings.reset(nameOf(name))
    else settings.set(nameOf(name), plain, /^local/i.test(scope))
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
