/** Statements that read no view, which the catalogs answer. */
import type { Catalog, CatalogAsker, CatalogField } from '../catalog/catalog.ts'
import { parameterText } from '../wire/decode.ts'
import { type Column, textColumn } from '../wire/encode.ts'
import { dataRow, formatOf } from '../wire/messages.ts'
import { pg } from '../wire/types.ts'
import { binaryOf } from './catalog_values.ts'
import type { Statement } from './statement.ts'

export async function catalogStatement(
  text: string,
  oids: readonly number[],
  {
    catalog,
    asker,
    send,
    race,
  }: {
    catalog: Catalog
    asker: () => CatalogAsker
    send: (message: Buffer) => void
    /** Waits no longer than until it is cancelled. */
    race: <T>(work: Promise<T>) => Promise<T>
  },
): Promise<Statement> {
  const { parameters, fields } = await catalog.describe(text, oids, asker())
  const columns = fields.length > 0 ? fields.map(columnOf) : undefined
  return {
    parameters,
    columns,
    async open({ values, formats, results }) {
      const bound = values.map((value, index) =>
        parameterText(value, {
          isBinary: formatOf(formats, index) === 1,
          oid: parameters[index] ?? pg.text.oid,
          asPostgres: true,
        }),
      )
      const answer = await race(catalog.query(text, bound, parameters, asker()))
      const shown = answer.fields.map(columnOf)
      let at = 0
      return {
        columns: answer.fields.length > 0 ? shown : undefined,
        results,
        async fetch(most, formats = results) {
          const rows = answer.rows.slice(at, most > 0 ? at + most : undefined)
          at += rows.length
          if (formats !== 'none') {
            const isBinary = shown.map((_, index) => formatOf(formats, index) === 1)
            for (const row of rows) send(dataRow(shown, row, isBinary))
          }
          return { sent: rows.length, isDone: most === 0 || rows.length < most }
        },
        tag: (rows) => answer.tag.replace(/^SELECT \d+$/, `SELECT ${rows}`),
        async close() {},
      }
    },
  }
}

/** Values come as text; in binary they are sent where the type's binary form is known. */
const columnOf = ({ name, oid }: CatalogField): Column => ({
  ...textColumn(name),
  oid,
  size: sizes[oid] ?? -1,
  binary: (value) => binaryOf(oid, String(value)),
})

const sizes: Readonly<Record<number, number>> = {
  [pg.bool.oid]: 1,
  18: 1,
  19: 64,
  [pg.int8.oid]: 8,
  [pg.int2.oid]: 2,
  [pg.int4.oid]: 4,
  26: 4,
}
