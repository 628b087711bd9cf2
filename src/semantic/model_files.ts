/** The files of a model as text: whether they are YAML, and where a word stands in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'

/** The YAML files under a folder by their path in it. */
export function readModelFiles(model: string): Map<string, string> {
  const paths = readdirSync(model, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path))
    .toSorted()
  return new Map(paths.map((path) => [path, readFileSync(join(model, path), 'utf8')]))
}

/** A sentence for each file that is not YAML; Cube’s own message does not name the file. */
export function notYaml(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, text]) => {
    const [error] = parseDocument(text).errors
    return error === undefined ? [] : [`${path}: ${error.message.split('\n')[0]}`]
  })
}

/** Cube’s message, with the places of the name that it misses but does not locate. */
export function located(message: string, files: ReadonlyMap<string, string>): string {
  const missing = /^(\S+) is not defined$/.exec(message)?.[1]
  if (missing === undefined) return message
  const word = new RegExp(`(?<![\\w.])${RegExp.escape(missing)}(?!\\w)`)
  const places = [...files].flatMap(([path, text]) =>
    text.split('\n').flatMap((line, at) => (word.test(line) ? [`${path}:${at + 1}`] : [])),
  )
  const where = places.length === 0 ? '' : `${places.slice(0, 3).join(', ')}: `
  return `${where}${missing} is neither a member nor a cube of the model.`
}
