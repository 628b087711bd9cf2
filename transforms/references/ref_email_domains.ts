/** Domains of free mail and of throw-away addresses. */
import { oneOf, text } from '../../src/columns.ts'
import { emailDomains } from '../../src/references/email_domains.ts'
import { defineReference } from '../../src/references/reference.ts'

export const refEmailDomains = defineReference({
  name: 'ref_email_domains',
  description: 'The domains at which anyone gets an address, for good or for an hour.',
  grain: ['domain'],
  columns: {
    domain: text('Lower case.'),
    domain_type: oneOf(['disposable', 'free_mail'], 'What addresses there are for.'),
  },
  rows: emailDomains,
})
