/** How what a chart could be of is called: a way to tell its figures, or one of several series. */
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Frame } from '../kinds/frame.ts'

export type ChoiceText = (choice: string, names: NonNullable<Frame['offered']>['names']) => string

export function useChoiceText(): ChoiceText {
  const { t } = useTranslation()
  return useCallback(
    (choice, names) => names?.[choice] ?? t(`choices.${choice}`, { defaultValue: choice }),
    [t],
  )
}
