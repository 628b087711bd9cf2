/** SASLprep (RFC 4013): one form for each password, however a keyboard writes it. */

/** Written as a blank. */
const blanks = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g
/** Written as nothing: soft hyphens, joiners, variants. */
const nothing = /[\u00ad\u1806\u200c\u2060\ufeff]|\u200d|[\u180b-\u180d]|\u034f|[\ufe00-\ufe0f]/g
/** Controls, private use, surrogates, what is no character, and what says how others look. */
const prohibited =
  /[\p{Cc}\p{Co}\p{Cs}\u06dd\u070f\u180e\u200e\u200f\u2028-\u202e\u2060-\u2063\u206a-\u206f\ufdd0-\ufdef\ufff9-\uffff\u2ff0-\u2ffb\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}]|\u0340|\u0341/u
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u
const leftToRight =
  /(?!\p{Script=Hebrew}|\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Thaana})\p{L}/u

/** As PostgreSQL does, a password that has no such form is taken as it is. */
export function saslPrepared(password: string): string {
  const prepared = password.replaceAll(blanks, ' ').replaceAll(nothing, '').normalize('NFKC')
  if (prepared === '' || prohibited.test(prepared)) return password
  return rightToLeft.test(prepared) && !isOneWay(prepared) ? password : prepared
}

/** Who writes from right to left begins and ends so, with no letter the other way. */
const isOneWay = (text: string) =>
  !leftToRight.test(text) && rightToLeft.test([...text][0]!) && rightToLeft.test([...text].at(-1)!)
