/** Arrays as PostgreSQL writes them. */

/** The items of an array as PostgreSQL writes it: {a,"b c",NULL}. */
export function arrayItems(written: string): (string | null)[] {
  const inside = written.trim().replace(/^\{|\}$/g, '')
  return [...inside.matchAll(/"((?:[^"\\]|\\.)*)"|([^,{}"]+)/g)].map(([, quoted, plain]) => {
    if (quoted !== undefined) return quoted.replaceAll(/\\(.)/g, '$1')
    return /^\s*null\s*$/i.test(plain!) ? null : plain!.trim()
  })
}
