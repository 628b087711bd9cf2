/** Every raw column that looks as if it told of a person is declared, or is known to tell of none. */
import { expect, test } from 'vitest'
import { sqlTypeOf } from '../../src/columns.ts'
import { tables } from '../../transforms/index.ts'

const looksPersonal =
  /(^|_)(e?mails?|first_?name|last_?name|full_name|phone|mobile|fax|street|birth_?date|date_of_birth|salutation|recipient|requester|submitter|message|body|content|subject|comments?)(_address)?$/

/** Why a column that looks personal is left as it is, but for addresses, which are always erased. */
const exceptions: [reason: string, columns: readonly string[]][] = [
  [
    'of reps, who are not customers: their names are keys of deals and targets',
    [
      'raw_finance__forecasts.owner_email',
      'raw_finance__targets.owner_email',
      'raw_generic__accounts.owner_email',
      'raw_generic__forecasts.owner_email',
      'raw_generic__opportunities.owner_email',
      'raw_generic__owners.first_name',
      'raw_generic__owners.last_name',
      'raw_generic__owners.owner_email',
      'raw_generic__people.owner_email',
      'raw_generic__targets.owner_email',
      'raw_hubspot__owner.email',
      'raw_hubspot__owner.first_name',
      'raw_hubspot__owner.last_name',
      'raw_hubspot__users.email',
      'raw_hubspot__users.first_name',
      'raw_hubspot__users.last_name',
      'raw_salesforce__opportunities.owner_email',
      'raw_salesforce__opportunity_versions.owner_email',
      'raw_salesforce__users.email',
      'raw_salesforce__users.fax',
      'raw_salesforce__users.first_name',
      'raw_salesforce__users.last_name',
      'raw_salesforce__users.mobile_phone',
      'raw_salesforce__users.out_of_office_message',
      'raw_salesforce__users.phone',
      'raw_salesforce__users.sender_email',
      'raw_salesforce__users.stay_in_touch_subject',
      'raw_salesforce__users.street',
    ],
  ],
  [
    'of companies',
    [
      'raw_generic__accounts.email',
      'raw_generic__accounts.phone',
      'raw_generic__accounts.street',
      'raw_hubspot__companies.phone',
      'raw_salesforce__account_versions.billing_street',
      'raw_salesforce__account_versions.fax',
      'raw_salesforce__account_versions.phone',
      'raw_salesforce__account_versions.shipping_street',
      'raw_salesforce__accounts.billing_street',
      'raw_salesforce__accounts.fax',
      'raw_salesforce__accounts.phone',
      'raw_salesforce__accounts.shipping_street',
      'raw_salesforce__contracts.billing_street',
      'raw_salesforce__contracts.shipping_street',
      'raw_salesforce__orders.billing_street',
      'raw_salesforce__orders.shipping_street',
      'raw_stripe__account.email',
      'raw_stripe__customers.email',
      'raw_stripe__customers.phone',
      'raw_stripe__customers.street',
      'raw_stripe__invoices.customer_email',
      'raw_stripe__payments.customer_email',
    ],
  ],
  [
    'of no one, or written by a machine',
    [
      'raw_hubspot__email_campaign.subject',
      'raw_hubspot__email_event_sent.subject',
      'raw_stripe__charges.failure_message',
      'raw_stripe__payments.seller_message',
    ],
  ],
]

test('Each column that looks personal is declared in its contract, or is an exception with a reason', () => {
  const undeclared = tables.flatMap(({ name, columns, source }) => {
    if (!('contract' in source)) return []
    const { ids = [], emails = [], clears = [], redacts = [] } = source.contract.person ?? {}
    const declared = new Set([...ids, ...emails, ...clears, ...redacts])
    return Object.keys(columns)
      .filter((column) => looksPersonal.test(column) && sqlTypeOf(columns[column]) !== 'BOOLEAN')
      .filter((column) => !/^(is|has|receives)_/.test(column) && !declared.has(column))
      .map((column) => `${name}.${column}`)
  })
  const known = exceptions.flatMap(([, excepted]) => excepted)
  expect(undeclared.filter((column) => !known.includes(column))).toEqual([])
  expect(known.filter((column) => !undeclared.includes(column))).toEqual([])
})
