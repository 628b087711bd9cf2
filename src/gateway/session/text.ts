/** The text of statements, before anyone has parsed it. */

const token =
  /[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|;/g

export interface Part {
  readonly sql: string
  /** Where it begins, in characters from 0. */
  readonly at: number
}

/** The statements of a text, which semicolons part; none of comments alone. */
export function statementsIn(text: string): Part[] {
  const found: Part[] = []
  let from = 0
  const add = (to: number) => {
    const sql = text.slice(from, to)
    if (withoutComments(sql).trim() !== '') found.push({ sql, at: [...text.slice(0, from)].length })
    from = to + 1
  }
  for (const { 0: part, index } of text.matchAll(token)) if (part === ';') add(index)
  add(text.length)
  return found
}

/** A text with blanks for its comments. */
export const withoutComments = (text: string): string =>
  text.replaceAll(token, (part) => (/^(?:--|\/\*)/.test(part) ? ' ' : part))

/** A name as it is written in SQL: "as is", or in lower case. */
export const nameOf = (written: string): string =>
  written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase()
