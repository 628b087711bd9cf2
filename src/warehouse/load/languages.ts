/** Whether the headers of a file are in a language that puts the day first and a comma in decimals. */
import { plain } from './shape.ts'

/** Words of German and French headers that no English one has. */
const words = new Set(
  `anlagedatum anzahl betrag datum erstellt erstelldatum firma geandert kosten kampagne konto kunde
   menge nachname ort pipelinephase quelle stufe umsatz unternehmen verantwortlicher
   vorname wahrung waehrung wert zuletzt abschlussdatum impressionen klicks 
   montant devise entreprise jour campagne cout couts creation cree nom prenom pays etape fermeture
   cloture proprietaire compte depense clics modifie ville revenu derniere`.split(/\s+/),
)

/** Two such words are no accident. */
export const isContinental = (headers: readonly string[]): boolean =>
  headers.filter((header) =>
    plain(header)
      .split('_')
      .some((word) => words.has(word)),
  ).length >= 2
