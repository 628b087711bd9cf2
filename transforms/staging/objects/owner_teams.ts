/** The columns of a business object over all systems: owner teams. */
import { day, flag, text } from '../../../src/columns.ts'

/** The teams of owners, as dated exports tell them. */
export const ownerTeamColumns = {
  owner_id: text('The owner, scoped by source.'),
  team_id: text('The team, scoped by source.'),
  team_name: text('What the team is called.').nullable(),
  is_primary: flag('Whether it is the owner’s main team.'),
  exported_date: day('The day of the export.'),
}
