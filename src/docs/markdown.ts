/** Markdown: what the generated pages are written with. */

/** A pipe table; bars and line breaks in cells are made harmless. */
export const markdownTable = (
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): string[] => [
  row(titles),
  row(titles.map(() => '---')),
  ...rows.map((cells) => row(cells.map(cell))),
]

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const cell = (words: string) => words.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')

export const code = (words: string) => `\`${words}\``

/** The heading and first lines of a generated page. */
export const pageHead = (title: string, about: string): string[] => [
  `# ${title}`,
  '',
  `${about} Written by \`revops docs\`: change the declaration, not this page.`,
  '',
]
