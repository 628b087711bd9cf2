/** Starts an embed: a chart or a dashboard in another product's page, by a token. */
import { createRoot } from 'react-dom/client'
import { askWith } from './api/transport.ts'
import { Embed } from './embed/Embed.tsx'
import { readOrder } from './embed/order.ts'
import { languageOf, startWords } from './i18n.ts'
import { markPaper } from './state/paper.ts'
import './styles.css'
import './paper.css'

const order = readOrder(document.getElementById('embed')?.textContent)
askWith(new URLSearchParams(location.search).get('token') ?? '')
document.documentElement.classList.add('embedded')
markPaper()
await startWords(languageOf(order.locale, navigator.languages))
createRoot(document.getElementById('root')!).render(<Embed order={order} />)
