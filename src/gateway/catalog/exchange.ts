/** The extended protocol from the client's side: how the worker asks its PostgreSQL. */
import { SqlError } from '../sql_error.ts'
import { int16, int32, zeroEnded } from '../wire/bytes.ts'
import { Fields, message } from '../wire/messages.ts'

interface Exchanged {
  readonly parameters: number[]
  readonly fields: { readonly name: string; readonly oid: number }[]
  readonly rows: (string | null)[][]
  readonly tag: string
}

/** Several statements without results. */
export const simpleQuery = (text: string) => message('Q', zeroEnded(text))

const sync = () => message('S')
const parse = (text: string, oids: readonly number[]) =>
  message('P', zeroEnded(''), zeroEnded(text), int16(oids.length), ...oids.map(int32))
const describe = () => message('D', Buffer.from('S'), zeroEnded(''))

/** Asks for the types of a statement. */
export const description = (text: string, oids: readonly number[]) =>
  Buffer.concat([parse(text, oids), describe(), sync()])

/** Runs a statement; values are bound and answered as text. */
export const execution = (
  text: string,
  oids: readonly number[],
  values: readonly (string | null)[],
) =>
  Buffer.concat([
    parse(text, oids),
    describe(),
    message(
      'B',
      zeroEnded(''),
      zeroEnded(''),
      int16(0),
      int16(values.length),
      ...values.flatMap((value) => {
        if (value === null) return [int32(-1)]
        const bytes = Buffer.from(value)
        return [int32(bytes.length), bytes]
      }),
      int16(0),
    ),
    message('E', zeroEnded(''), int32(0)),
    sync(),
  ])

/** Reads what came back. @throws SqlError where PostgreSQL refused */
export function exchanged(bytes: Buffer): Exchanged {
  const answer: Exchanged & { tag: string } = { parameters: [], fields: [], rows: [], tag: '' }
  let error: SqlError | undefined
  for (let at = 0; at < bytes.length; ) {
    const type = String.fromCharCode(bytes[at]!)
    const end = at + 1 + bytes.readInt32BE(at + 1)
    const fields = new Fields(bytes.subarray(at + 5, end))
    at = end
    switch (type) {
      case 't':
        answer.parameters.push(...fields.list(() => fields.int32()))
        break
      case 'T':
        answer.fields.push(...fields.list(() => fieldOf(fields)))
        break
      case 'D':
        answer.rows.push(fields.list(() => textOf(fields)))
        break
      case 'C':
        answer.tag = fields.text()
        break
      case 'E':
        error ??= errorOf(fields)
        break
    }
  }
  if (error) throw error
  return answer
}

function fieldOf(fields: Fields) {
  const name = fields.text()
  fields.bytes(6)
  const oid = fields.int32()
  fields.bytes(8)
  return { name, oid }
}

function textOf(fields: Fields): string | null {
  const size = fields.int32()
  return size < 0 ? null : fields.bytes(size).toString()
}

function errorOf(fields: Fields): SqlError {
  const parts = new Map<string, string>()
  for (let code = fields.byte(); code !== '\0'; code = fields.byte()) parts.set(code, fields.text())
  return new SqlError(parts.get('C') ?? 'XX000', parts.get('M') ?? '', {
    hint: parts.get('H'),
    detail: parts.get('D'),
    position: parts.has('P') ? Number(parts.get('P')) : undefined,
  })
}
