/** Which domains take mail, where somebody looked. */
import { oneOf, text } from '../../src/columns.ts'
import { readMailServers } from '../../src/references/mail_servers.ts'
import { defineReference } from '../../src/references/reference.ts'
import { settings } from '../../src/settings.ts'

export const refMailServers = defineReference({
  name: 'ref_mail_servers',
  description:
    'The domains that `revops mail-servers` looked up; none while the setting emailMxLookups is off.',
  grain: ['domain'],
  columns: {
    domain: text('Lower case.'),
    has_mail_server: oneOf(['yes', 'no'], 'Whether it takes mail.'),
  },
  rows: () => (settings.emailMxLookups ? readMailServers(settings.warehouse) : []),
})
