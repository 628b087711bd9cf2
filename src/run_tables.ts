/** Tables that the run itself fills. Transforms read them in the place of a clock. */
import { timestamp } from './columns.ts'
import { table } from './table.ts'

export const dataAsOf = table(
  {
    name: 'data_as_of',
    description: 'One row: the instant up to which the exports tell of the business.',
    grain: ['as_of'],
    columns: {
      as_of: timestamp('What --as-of said, else the latest instant that the exports observed.'),
    },
  },
  { run: 'data_as_of' },
)
