/** What a loaded file says of its rows beside the contract's columns. */

/** Why a row is refused: `column` is the header, NULL where the row as a whole is wrong. */
export const findingType = 'struct("column" varchar, "value" varchar, "rule" varchar)'

/** Their names have a blank, so that no export's column can have them. */
export const bookkeeping = {
  /** Why the row is refused; NULL where it is accepted. */
  findings: 'row findings',
  /** The place of the row among the records; NULL where it is its place in the loaded file. */
  record: 'row record',
  /** The texts of the cells of a row that breaks a rule. */
  texts: 'row texts',
  /** The line that the row starts on, of refused rows. */
  line: 'row line',
  /** The file that the row stands in, where several are read at once. */
  file: 'row source',
  /** Whether a cell of the row is spelled in an unusual way, so that the file must be looked at. */
  odd: 'row odd',
} as const
