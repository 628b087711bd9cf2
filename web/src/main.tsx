/** Starts the dashboards. */
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { languageOf, startWords } from './i18n.ts'
import { markPaper } from './state/paper.ts'
import { readState } from './state/view_state.ts'
import './styles.css'
import './paper.css'

markPaper()
await startWords(languageOf(readState(location.search).locale, navigator.languages))
createRoot(document.getElementById('root')!).render(<App />)
