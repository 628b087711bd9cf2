/** The extended query: statements are parsed, bound, described and executed one message at a time. */

import { firstWord } from '../planner.ts'
import { SqlError } from '../sql_error.ts'
import type { Column } from '../wire/encode.ts'
import * as messages from '../wire/messages.ts'
import type { Session } from './session.ts'
import { statementsIn } from './text.ts'

/** Answers one message of the client's. @throws SqlError */
export async function answerExtended(
  session: Session,
  type: string,
  fields: messages.Fields,
): Promise<void> {
  switch (type) {
    case 'P':
      return parse(session, fields)
    case 'B':
      return bind(session, fields)
    case 'D':
      return describe(session, fields)
    case 'E':
      return execute(session, fields)
    case 'C':
      return close(session, fields)
    case 'H':
      return session.connection.flush()
    case 'S':
      // Outside of a transaction each Sync ends one, and cursors alone outlive it.
      if (session.transaction.status === 'I')
        await session.opened.close((_, { cursor }) => cursor === undefined)
      session.ready()
      return session.connection.flush()
    case 'F':
      throw new SqlError('0A000', 'Functions are called by SELECT only.')
    case 'd':
    case 'c':
    case 'f':
      // Of a COPY that was refused while the client sends its rows already.
      return
    default:
      throw new SqlError('08P01', `A message "${type}" is not known.`)
  }
}

async function parse(session: Session, fields: messages.Fields) {
  const [name, text] = [fields.text(), fields.text()]
  const oids = fields.list(() => fields.int32())
  const statements = statementsIn(text)
  if (statements.length > 1)
    throw new SqlError('42601', 'A prepared statement holds one statement.')
  session.opened.refuseTaken(name)
  const sql = statements.length === 0 ? '' : text
  const statement = await session.prepare(sql, oids)
  session.opened.prepare(name, { statement, word: firstWord(sql) })
  session.connection.send(messages.parseComplete())
}

async function bind(session: Session, fields: messages.Fields) {
  const [name, from] = [fields.text(), fields.text()]
  const formats = fields.list(() => fields.int16())
  const values = fields.list(() => {
    const size = fields.int32()
    return size < 0 ? null : fields.bytes(size)
  })
  const results = fields.list(() => fields.int16())
  const { statement, word } = session.opened.statement(from)
  session.refuseExpired()
  session.transaction.refuse(word)
  checkFormats(formats, values.length)
  checkFormats(results, statement.columns?.length ?? 0)
  if (name === '') await session.opened.close((other) => other === '')
  const portal = await statement.open({ values, formats, results })
  session.opened.open(name, { portal, word })
  session.connection.send(messages.bindComplete())
}

/** None for text, one for all, or one for each. */
function checkFormats(formats: readonly number[], count: number) {
  if (formats.length > 1 && formats.length !== count)
    throw new SqlError('08P01', `${formats.length} formats are given for ${count} values.`)
  const unknown = formats.find((format) => format !== 0 && format !== 1)
  if (unknown !== undefined)
    throw new SqlError('22023', `The format ${unknown} is not known; 0 is text, 1 is binary.`)
}

function describe(session: Session, fields: messages.Fields) {
  const { connection, opened } = session
  const [kind, name] = [fields.byte(), fields.text()]
  if (kind === 'S') {
    const { statement } = opened.statement(name)
    connection.send(messages.parameterDescription(statement.parameters), rowsOf(statement, []))
  } else if (kind === 'P') {
    const { portal } = opened.portal(name)
    connection.send(rowsOf(portal, portal.results))
  } else throw new SqlError('08P01', `Neither a statement nor a portal: "${kind}".`)
}

const rowsOf = (
  { columns }: { readonly columns?: readonly Column[] | undefined },
  results: readonly number[],
) => (columns ? messages.rowDescription(columns, results) : messages.noData())

async function execute(session: Session, fields: messages.Fields) {
  const { connection } = session
  const { portal, word } = session.opened.portal(fields.text())
  session.refuseExpired()
  session.transaction.refuse(word)
  const { sent, isDone } = await portal.fetch(Math.max(0, fields.int32()))
  if (!isDone) connection.send(messages.portalSuspended())
  else if (portal.tag(sent) === '') connection.send(messages.emptyQuery())
  else connection.send(messages.commandComplete(portal.tag(sent)))
}

async function close(session: Session, fields: messages.Fields) {
  const [kind, name] = [fields.byte(), fields.text()]
  if (kind === 'S') session.opened.forget(name)
  else await session.opened.close((other) => other === name)
  session.connection.send(messages.closeComplete())
}
