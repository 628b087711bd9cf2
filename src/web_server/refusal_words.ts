/** What a page says that is not shown, in the languages of the dashboards. */

/** Why an embedded page is not shown, or a sign-in link does not sign in. */
export type Refusal =
  | 'missing'
  | 'foreign'
  | 'expired'
  | 'not_for_this'
  | 'unknown'
  | 'not_built'
  | 'used'

export const statusOf: Readonly<Record<Refusal, number>> = {
  missing: 401,
  foreign: 401,
  expired: 401,
  not_for_this: 403,
  unknown: 404,
  not_built: 503,
  used: 403,
}

export const languages = ['en', 'de', 'ro', 'ja', 'fi'] as const
export type Language = (typeof languages)[number]

/** A heading and a sentence for each refusal. */
export const words: Readonly<
  Record<Language, Readonly<Record<Refusal, readonly [string, string]>>>
> = {
  en: {
    missing: [
      'Sign-in is missing',
      'The page that shows this chart sent no token. Please tell whoever runs it.',
    ],
    foreign: [
      'This link is not valid',
      'The token was not issued here, or was changed on its way. Please ask for a new link.',
    ],
    expired: ['This link has expired', 'Please reload the page that shows this chart.'],
    not_for_this: ['Not included', 'The token is valid, but not for this chart or dashboard.'],
    unknown: ['Nothing here', 'There is no chart or dashboard of this name.'],
    not_built: [
      'The dashboards are not built yet',
      'Please run “npm run prepare” and start the server again.',
    ],
    used: [
      'This sign-in link no longer works',
      'It was used before or is older than ten minutes. “revops start” prints a new one.',
    ],
  },
  de: {
    missing: [
      'Anmeldung fehlt',
      'Die Seite, die dieses Diagramm zeigt, hat kein Token mitgeschickt. Bitte wenden Sie sich an deren Betreiber.',
    ],
    foreign: [
      'Dieser Link ist ungültig',
      'Das Token wurde nicht hier ausgestellt oder unterwegs verändert. Bitte fordern Sie einen neuen Link an.',
    ],
    expired: [
      'Dieser Link ist abgelaufen',
      'Bitte laden Sie die Seite, die dieses Diagramm zeigt, neu.',
    ],
    not_for_this: [
      'Nicht freigegeben',
      'Das Token ist gültig, aber nicht für dieses Diagramm oder Dashboard.',
    ],
    unknown: ['Hier gibt es nichts', 'Ein Diagramm oder Dashboard dieses Namens gibt es nicht.'],
    not_built: [
      'Die Dashboards sind noch nicht gebaut',
      'Bitte führen Sie „npm run prepare“ aus und starten Sie den Server neu.',
    ],
    used: [
      'Dieser Anmeldelink gilt nicht mehr',
      'Er wurde schon benutzt oder ist älter als zehn Minuten. „revops start“ gibt einen neuen aus.',
    ],
  },
  ro: {
    missing: [
      'Lipsește autentificarea',
      'Pagina care afișează acest grafic nu a trimis niciun token. Vă rugăm să anunțați administratorul ei.',
    ],
    foreign: [
      'Acest link nu este valid',
      'Tokenul nu a fost emis aici sau a fost modificat pe parcurs. Vă rugăm să cereți un link nou.',
    ],
    expired: ['Acest link a expirat', 'Vă rugăm să reîncărcați pagina care afișează acest grafic.'],
    not_for_this: [
      'Fără acces',
      'Tokenul este valid, dar nu pentru acest grafic sau tablou de bord.',
    ],
    unknown: ['Nu este nimic aici', 'Nu există niciun grafic sau tablou de bord cu acest nume.'],
    not_built: [
      'Tablourile de bord nu sunt construite încă',
      'Vă rugăm să rulați „npm run prepare” și să reporniți serverul.',
    ],
    used: [
      'Acest link de autentificare nu mai este valabil',
      'A fost deja folosit sau este mai vechi de zece minute. „revops start” afișează unul nou.',
    ],
  },
  ja: {
    missing: [
      '認証情報がありません',
      'このグラフを表示するページからトークンが送信されていません。ページの管理者にお知らせください。',
    ],
    foreign: [
      'このリンクは無効です',
      'トークンがここで発行されたものではないか、途中で変更されています。新しいリンクを依頼してください。',
    ],
    expired: [
      'このリンクは期限切れです',
      'このグラフを表示しているページを再読み込みしてください。',
    ],
    not_for_this: [
      '表示する権限がありません',
      'トークンは有効ですが、このグラフまたはダッシュボードは対象に含まれていません。',
    ],
    unknown: ['見つかりません', 'この名前のグラフまたはダッシュボードはありません。'],
    not_built: [
      'ダッシュボードはまだビルドされていません',
      '「npm run prepare」を実行してから、サーバーを再起動してください。',
    ],
    used: [
      'このサインインリンクは使えません',
      'すでに使用されたか、発行から10分を過ぎています。「revops start」を実行すると新しいリンクが表示されます。',
    ],
  },
  fi: {
    missing: [
      'Kirjautuminen puuttuu',
      'Tämän kaavion näyttävä sivu ei lähettänyt tunnistetta. Ilmoita asiasta sivun ylläpitäjälle.',
    ],
    foreign: [
      'Linkki ei kelpaa',
      'Tunnistetta ei ole myönnetty täällä, tai sitä on muutettu matkalla. Pyydä uusi linkki.',
    ],
    expired: ['Linkki on vanhentunut', 'Lataa tämän kaavion näyttävä sivu uudelleen.'],
    not_for_this: [
      'Ei käyttöoikeutta',
      'Tunniste on voimassa, mutta se ei koske tätä kaaviota tai koontinäyttöä.',
    ],
    unknown: ['Täällä ei ole mitään', 'Tämän nimistä kaaviota tai koontinäyttöä ei ole.'],
    not_built: [
      'Koontinäyttöjä ei ole vielä rakennettu',
      'Suorita ”npm run prepare” ja käynnistä palvelin uudelleen.',
    ],
    used: [
      'Tämä kirjautumislinkki ei enää toimi',
      'Sitä on jo käytetty, tai se on yli kymmenen minuuttia vanha. ”revops start” tulostaa uuden.',
    ],
  },
}
