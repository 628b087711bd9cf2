/** The columns of tables of pairs, weights and matches. */
import { type Columns, flag, integer, number, text } from '../columns.ts'
import { type Comparison, levelColumn, shareColumn } from './comparison.ts'

/** The columns of a table of candidate pairs. */
export const candidateColumns = (comparisons: readonly Comparison[]): Columns => ({
  one: integer('The record with the lesser number.'),
  other: integer('The other one.'),
  is_possible: flag('Whether the two can be one at all.'),
  stated_method: text('The rule by which they are one without weighing.').nullable(),
  ...Object.fromEntries(
    comparisons.map((one) => [
      levelColumn(one),
      integer(
        `How alike the two are in ${one.name}: 0 where one says nothing, 1 where they differ.`,
      ),
    ]),
  ),
  ...Object.fromEntries(
    comparisons
      .filter(({ share }) => share)
      .map((one) => [
        shareColumn(one),
        number(
          `The share of records with the value of ${one.name} that they have in common.`,
        ).nullable(),
      ]),
  ),
})

export const weightColumns = {
  comparison: text('What is compared; `prior` for what is so before anything is compared.'),
  level: integer('How alike: 1 is different; 0 for the prior.'),
  m: number('The share of pairs of one thing that are so alike.'),
  u: number('The share of pairs of two things that are.'),
  weight: number('What it says for one thing, in bits.'),
}

export const matchColumns = {
  left_id: text('The record with the lesser number, scoped by source.'),
  right_id: text('The other one.'),
  left_record: integer('The lesser number.'),
  right_record: integer('The other number.'),
  match_method: text('The rule that made the match.'),
  match_score: number('The chance that the two are one; 1 of a stated match.'),
  strength: number('How long the match holds where matches contradict each other; more is longer.'),
}
