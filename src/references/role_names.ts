/** What stands before the `@` of an address that belongs to a role, not to a person. */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/**
 * Names, places, brands and everyday words of the list. A person called Alexa, or one who picked
 * `coffee`-like words for an address at home, is no role.
 */
const persons = new Set(
  `alexa alla alpha alphas alumni angels android app apple asd asdasd asdf ask berlin beta boston
  butik caltrain captain captains champion chef chicago china church class classof2016 classof2017
  classof2018 classof2019 coach com core daemon denver dreamteam english europe family fellows
  football france friends fun gardner giving home homes hotel house iphone india iprime italy la lady
  ladies latam lifesum london lunch master mayor mobile montreal music myplex namecheap network
  newyork northamerica nyc online paris parents pastor plex prime rockstars salesforce sanfrancisco
  school science seattle sf sfo shopify shopping singapore smile smtp sport stay stockholm stories
  stripe student sydney twitter facebook instagram wordpress uk us usa watercooler women work
  123 aaa abc null random test test1 user watercooler quotes food fiscal tour travel`.split(/\s+/),
)

/** Roles that the list lacks, in languages that it hardly knows. */
const added = `anfrage anfragen bewerbung einkauf empfang kundenservice personal rechnung rechnungen
  rechnungswesen vertrieb zentrale facture factures factura facturi comptabilite accueil achats ventes
  vanzari comenzi myynti asiakaspalvelu laskutus toimisto ap.invoices accounts.payable e-invoice
  accounts.receivable accountsreceivable receivables payables hallo post kontor laskut postmottak`.split(
  /\s+/,
)

/** Each role, as it stands before the `@`. */
export function* roleNames(): Generator<readonly [local: string]> {
  const listed = Object.values(
    require('role-based-email-addresses') as Record<string, string[]>,
  ).flat()
  const initials = /^(?!ap|hr|it|ir|pr|qa)..?$/
  for (const name of new Set([...listed, ...added]))
    if (!persons.has(name) && !initials.test(name) && !/^\d+$/.test(name)) yield [name]
}
