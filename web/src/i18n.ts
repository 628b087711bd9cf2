/** The languages of the interface; each is loaded when it is chosen. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

/** Each by its own name, as its readers know it. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  ro: 'Română',
  ja: '日本語',
  fi: 'Suomi',
} as const

export type Language = keyof typeof languages

const words: Readonly<Record<Language, () => Promise<{ default: object }>>> = {
  en: () => import('./locales/en.json'),
  de: () => import('./locales/de.json'),
  ro: () => import('./locales/ro.json'),
  ja: () => import('./locales/ja.json'),
  fi: () => import('./locales/fi.json'),
}

const isKnown = (text: string): text is Language => text in languages

/** The language asked for, else the browser's first that we know, else English. */
export function languageOf(asked: string | undefined, browser: readonly string[]): Language {
  const short = [asked ?? '', ...browser].map((text) => text.split(/[-_]/)[0]!.toLowerCase())
  return short.find(isKnown) ?? 'en'
}

export async function startWords(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: (await words[language]()).default } },
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0])
}

export async function changeWords(language: Language): Promise<void> {
  const { default: translation } = await words[language]()
  i18next.addResourceBundle(language, 'translation', translation)
  await i18next.changeLanguage(language)
}
