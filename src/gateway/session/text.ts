/** The text of statements, before anyone has parsed it. */

const token =
  /[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|;/g

/** The statements of a text, which semicolons part; none of comments alone. */
export function statementsIn(text: string): string[] {
  const found: string[] = []
  let from = 0
  for (const { 0: part, index } of text.matchAll(token)) {
    if (part !== ';') continue
    found.push(text.slice(from, index))
    from = index + 1
  }
  found.push(text.slice(from))
  return found.filter((statement) => withoutComments(statement).trim() !== '')
}

/** A text with blanks for its comments. */
export const withoutComments = (text: string): string =>
  text.replaceAll(token, (part) => (/^(?:--|\/\*)/.test(part) ? ' ' : part))

/** A name as it is written in SQL: "as is", or in lower case. */
export const nameOf = (written: string): string =>
  written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase()
