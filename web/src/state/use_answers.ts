/** The answers to queries for a component; while others are fetched, the last ones stay. */
import { useEffect, useState } from 'react'
import { load } from '../api/cube.ts'
import type { Answers, Queries } from '../kinds/ask.ts'

/** Without these a chart shows less, but what it shows is right. */
const isOptional = (name: string) => /^(previous|year|targets|total)/.test(name)

export type Answered<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'error'; readonly error: unknown; readonly retry: () => void }
  | {
      readonly status: 'ready'
      readonly of: T
      readonly answers: Answers
      readonly isPartial: boolean
      readonly isStale: boolean
    }

/** Asks the queries of the build. `of` is what they were made from, given back with their answers. */
export function useAnswers<T>(queries: Queries, build: string, of: T): Answered<T> {
  const key = `${build}${JSON.stringify(queries)}`
  const [known, setKnown] = useState<{
    key: string
    of: T
    answers?: Answers
    isPartial?: boolean
    error?: unknown
  }>()
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for queries and build
  useEffect(() => {
    let isWanted = true
    answersTo(queries, build)
      .then((found) => isWanted && setKnown({ key, of, ...found }))
      .catch((error: unknown) => isWanted && setKnown({ key, of, error }))
    return () => {
      isWanted = false
    }
  }, [key, attempt])

  if (known?.key === key && known.error !== undefined)
    return { status: 'error', error: known.error, retry: () => setAttempt(attempt + 1) }
  if (known?.answers === undefined) return { status: 'loading' }
  const isStale = known.key !== key
  return {
    status: 'ready',
    // The same queries hold for what only changes how answers are shown.
    of: isStale ? known.of : of,
    answers: known.answers,
    isPartial: known.isPartial === true,
    isStale,
  }
}

async function answersTo(queries: Queries, build: string) {
  let isPartial = false
  const answers = await Promise.all(
    Object.entries(queries).map(async ([name, query]) => {
      const answer = load(query, build)
      if (!isOptional(name)) return [name, await answer] as const
      return [
        name,
        await answer.catch(() => {
          isPartial = true
          return []
        }),
      ] as const
    }),
  )
  return { answers: Object.fromEntries(answers), isPartial }
}
