/** The model, the build and the annotations; and whether a newer build has been published. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Annotation, annotations } from '../api/annotations.ts'
import { type Readiness, readiness } from '../api/readiness.ts'
import { changeWords, type Language } from '../i18n.ts'
import { loadModel, type Model } from '../model/meta.ts'

interface Loaded {
  readonly model: Model
  readonly ready: Readiness
  readonly annotations: readonly Annotation[]
  readonly language: Language
}

/** How often it is asked whether there is a newer build, in ms. */
const every = 30_000

export function useLoaded(language: Language) {
  const [loaded, setLoaded] = useState<Loaded>()
  const [error, setError] = useState<unknown>()
  const [newer, setNewer] = useState<Readiness>()
  const latest = useRef(0)

  const loadAll = useCallback(async () => {
    const turn = ++latest.current
    try {
      const [model, ready, notes] = await Promise.all([
        loadModel(language),
        readiness(),
        annotations(),
        changeWords(language),
      ])
      if (turn !== latest.current) return
      setLoaded({ model, ready, annotations: notes, language })
      setNewer(undefined)
      setError(undefined)
    } catch (cause) {
      if (turn === latest.current) setError(cause)
    }
  }, [language])

  useEffect(() => void loadAll(), [loadAll])

  const build = loaded?.ready.build
  useEffect(() => {
    if (build === undefined) return
    const look = async () => {
      if (document.hidden) return
      const ready = await readiness().catch(() => undefined)
      if (ready !== undefined) setNewer(ready.build === build ? undefined : ready)
    }
    const timer = setInterval(look, every)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [build])

  return { loaded, error, newer, reload: loadAll }
}
