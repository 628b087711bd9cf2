/** What all components of a page have in common: the model, the build, the reader's choices. */
import { createContext, useContext } from 'react'
import type { Annotation } from '../api/annotations.ts'
import type { Readiness } from '../api/readiness.ts'
import type { Formats } from '../format/values.ts'
import type { Language } from '../i18n.ts'
import type { Model } from '../model/meta.ts'
import type { Go } from './use_view_state.ts'
import type { ViewState } from './view_state.ts'

export interface Shown {
  readonly model: Model
  readonly ready: Readiness
  readonly state: ViewState
  readonly go: Go
  readonly language: Language
  readonly formats: Formats
  readonly theme: 'light' | 'dark'
  readonly annotations: readonly Annotation[]
  /** Dimensions (`view.dimension`) that an embed holds to its own values: they are not offered. */
  readonly locked: readonly string[]
  /** Whether there are other pages to go to: an embed stands alone. */
  readonly hasPages: boolean
}

const context = createContext<Shown | undefined>(undefined)

export const ShownProvider = context.Provider

export function useShown(): Shown {
  const shown = useContext(context)
  if (shown === undefined) throw new Error('Nothing is loaded yet.')
  return shown
}
