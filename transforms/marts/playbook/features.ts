/** The words of features and bands: what tells cases of a playbook apart is told in these. */

export const featureNames = [
  'days to the end of the term',
  'renewal deal',
  'tickets in 360 days for the size',
  'tickets in 360 days',
  'days since the last contact',
  'failed payments in 90 days',
  'bad ratings in 180 days',
  'expansions in 360 days',
  'contractions in 360 days',
  'days as a customer',
  'after the same products',
  'days since the last activity',
  'days in the stage',
  'days open',
  'stage',
  'size',
  'type',
  'stage and days in it',
  'firm',
  'channel',
  'hand raised',
  'visits in 30 days',
  'contacts in 30 days',
  'e-mail',
] as const

/** The bands of features that are no names of ours or of systems; `#` stands for a number. */
const bandWords = [
  'up to #',
  'over #',
  '# to #',
  'none',
  'some',
  'never',
  'unknown',
  'no term of a year',
  'signed',
  'open',
  'lost',
  'known to us before',
  'not known to us',
  'yes',
  'no',
] as const

/** Both, since a reader sees one after the other. */
export const featureWords: readonly string[] = [...featureNames, ...bandWords]
