/** What happened on a day and explains a curve: a file of the settings, for the charts to mark. */
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { UserError } from '../errors.ts'

const day = z.iso.date({ error: 'must be a day such as 2025-03-01' })

const annotations = z.array(
  z.strictObject({
    date: day,
    text: z.string().min(1),
    /** The views and charts that it is marked in; all where none is named. */
    views: z.array(z.string()).optional(),
    charts: z.array(z.string()).optional(),
  }),
)
export type Annotation = z.output<typeof annotations>[number]

/**
 * The annotations of a JSON file, by day; none where no file is set.
 *
 * @throws UserError that says what is wrong with the file.
 */
export function readAnnotations(path: string | undefined): Annotation[] {
  if (path === undefined) return []
  const { data, error } = annotations.safeParse(json(path))
  if (data !== undefined) return data.toSorted((one, other) => (one.date < other.date ? -1 : 1))
  const [issue] = error.issues
  throw new UserError(
    `${path} is no list of annotations: ${issue!.path.join('.') || 'it'} ${issue!.message}.`,
  )
}

function json(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new UserError(
      `${path}, the file of the setting \`annotations\`, cannot be read: ${(cause as Error).message}.`,
      { cause },
    )
  }
}
