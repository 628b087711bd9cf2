/** Salesforce: objects that are loaded and checked, and that no table reads yet. */

import type { Columns } from '../../src/columns.ts'
import { day, flag, integer, localMoney, number, text, timestamp } from '../../src/columns.ts'
import type { Person } from '../../src/contract.ts'
import { defineExport, from } from '../../src/export.ts'
import { may, record, unread } from './salesforce_columns.ts'

const system = 'salesforce'
const id = () => ({ id: from(text('Salesforce’s id.'), 'Id') })

/** An object of one row a record, of which the newest stays. */
const records = <C extends Columns>(
  name: `raw_salesforce__${string}`,
  /** The API’s name of the object. */
  also: string,
  description: string,
  columns: C,
  person?: Person,
) =>
  defineExport({
    name,
    description,
    system,
    object: name.slice('raw_salesforce__'.length),
    // The connector writes Product2 as product_2.
    also: [also, also.replace(/(\d)/, '_$1')],
    grain: ['id'],
    version: 'last_modified_date',
    ...(person === undefined ? {} : { person }),
    columns: { ...id(), ...columns, ...record() },
  })

const address = `BillingStreet BillingCity BillingState BillingStateCode BillingPostalCode
  BillingCountry BillingCountryCode BillingLatitude BillingLongitude BillingGeocodeAccuracy
  BillingAddress ShippingStreet ShippingCity ShippingState ShippingStateCode ShippingPostalCode
  ShippingCountry ShippingCountryCode ShippingLatitude ShippingLongitude ShippingGeocodeAccuracy
  ShippingAddress`

export const rawSalesforceOpportunityLineItems = records(
  'raw_salesforce__opportunity_line_items',
  'OpportunityLineItem',
  'The products of opportunities.',
  {
    opportunity_id: from(text('The opportunity.').nullable(), 'OpportunityId'),
    product_2_id: may(text('The product.'), 'Product2Id'),
    pricebook_entry_id: may(text('The price.'), 'PricebookEntryId'),
    product_code: may(text('The product’s code.'), 'ProductCode'),
    name: may(text('The opportunity and the product.'), 'Name'),
    quantity: from(number('How many.').nullable(), 'Quantity'),
    unit_price: may(localMoney('What one costs.'), 'UnitPrice'),
    list_price: may(localMoney('What one costs by the price book.'), 'ListPrice'),
    total_price: may(localMoney('What they cost.'), 'TotalPrice'),
    service_date: may(day('When it is delivered.'), 'ServiceDate'),
    ...unread(`SortOrder Description Discount HasQuantitySchedule HasRevenueSchedule HasSchedule
      LastReferencedDate LastViewedDate Subtotal`),
  },
)

export const rawSalesforceProducts = records(
  'raw_salesforce__products',
  'Product2',
  'The products on sale.',
  {
    name: from(text('As typed.').nullable(), 'Name', 'Product Name'),
    product_code: from(text('The product’s code.').nullable(), 'ProductCode'),
    family: may(text('As the picklist names it.'), 'Family', 'Product Family'),
    is_active: may(flag('Whether it is on sale.'), 'IsActive'),
    ...unread(`Description ExternalDataSourceId ExternalId DisplayUrl QuantityUnitOfMeasure
      IsArchived LastViewedDate LastReferencedDate StockKeepingUnit RecordTypeId
      NumberOfQuantityInstallments NumberOfRevenueInstallments QuantityInstallmentPeriod
      QuantityScheduleType RevenueInstallmentPeriod RevenueScheduleType`),
  },
)

export const rawSalesforcePricebookEntries = records(
  'raw_salesforce__pricebook_entries',
  'PricebookEntry',
  'What products cost by each price book.',
  {
    pricebook_2_id: from(text('The price book.').nullable(), 'Pricebook2Id'),
    product_2_id: from(text('The product.').nullable(), 'Product2Id'),
    unit_price: from(localMoney('What one costs.').nullable(), 'UnitPrice'),
    is_active: may(flag('Whether it is in use.'), 'IsActive'),
    ...unread('Name UseStandardPrice ProductCode CurrencyIsoCode'),
  },
)

export const rawSalesforceOrders = records(
  'raw_salesforce__orders',
  'Order',
  'The orders of accounts.',
  {
    account_id: from(text('The account.').nullable(), 'AccountId'),
    contract_id: may(text('The contract.'), 'ContractId'),
    owner_id: may(text('The owner.'), 'OwnerId'),
    status: from(text('As the picklist names it.').nullable(), 'Status'),
    effective_date: from(timestamp('When it begins.').nullable(), 'EffectiveDate'),
    end_date: may(timestamp('When it ends.'), 'EndDate'),
    activated_date: may(timestamp('When it was activated.'), 'ActivatedDate'),
    order_number: may(text('As the customer sees it.'), 'OrderNumber'),
    total_amount: may(localMoney('What it comes to.'), 'TotalAmount'),
    ...unread(`${address} Pricebook2Id OriginalOrderId IsReductionOrder Description
      CustomerAuthorizedById CompanyAuthorizedById Type ActivatedById StatusCode LastViewedDate
      LastReferencedDate`),
  },
)

export const rawSalesforceContracts = records(
  'raw_salesforce__contracts',
  'Contract',
  'The contracts of accounts.',
  {
    account_id: from(text('The account.').nullable(), 'AccountId'),
    contract_number: from(text('As the customer sees it.').nullable(), 'ContractNumber'),
    start_date: from(day('Its first day.').nullable(), 'StartDate'),
    end_date: may(day('Its last day.'), 'EndDate'),
    contract_term: from(integer('Months.').nullable(), 'ContractTerm'),
    status: may(text('As the picklist names it.'), 'Status'),
    owner_id: may(text('The owner.'), 'OwnerId'),
    ...unread(`${address} OwnerExpirationNotice CompanySignedId CompanySignedDate CustomerSignedId
      CustomerSignedTitle CustomerSignedDate SpecialTerms ActivatedById ActivatedDate StatusCode
      Description LastApprovedDate LastActivityDate LastViewedDate LastReferencedDate`),
  },
)

export const rawSalesforceCases = records(
  'raw_salesforce__cases',
  'Case',
  'Cases of customer service.',
  {
    case_number: from(text('As the customer sees it.').nullable(), 'CaseNumber'),
    account_id: may(text('The account.'), 'AccountId'),
    contact_id: may(text('The contact.'), 'ContactId'),
    owner_id: may(text('The owner.'), 'OwnerId'),
    status: from(text('As the picklist names it.').nullable(), 'Status'),
    priority: may(text('As the picklist names it.'), 'Priority'),
    subject: may(text('As typed.'), 'Subject'),
    is_closed: may(flag('Whether it is closed.'), 'IsClosed'),
    closed_date: may(timestamp('When it was closed.'), 'ClosedDate'),
    ...unread(`AssetId ProductId EntitlementId SourceId BusinessHoursId ParentId SuppliedName
      SuppliedEmail SuppliedPhone SuppliedCompany Type Reason Origin IsVisibleInSelfService
      Description IsEscalated HasCommentsUnreadByOwner HasSelfServiceComments IsClosedOnCreate
      IsSelfServiceClosed SlaStartDate SlaExitDate IsStopped StopStartDate ContactPhone ContactMobile
      ContactEmail ContactFax Comments LastViewedDate LastReferencedDate MilestoneStatus`),
  },
  {
    ids: ['contact_id'],
    emails: ['supplied_email', 'contact_email'],
    clears: [
      'supplied_name',
      'supplied_phone',
      'contact_phone',
      'contact_mobile',
      'contact_fax',
      'subject',
      'description',
      'comments',
    ],
  },
)

export const rawSalesforcePartners = records(
  'raw_salesforce__partners',
  'Partner',
  'Which account is whose partner.',
  {
    account_from_id: from(text('The account.').nullable(), 'AccountFromId'),
    account_to_id: from(text('Its partner.').nullable(), 'AccountToId'),
    opportunity_id: may(text('The opportunity.'), 'OpportunityId'),
    role: may(text('As the picklist names it.'), 'Role'),
    is_primary: may(flag('Whether it is the main partner.'), 'IsPrimary'),
    ...unread('ReversePartnerId'),
  },
)

export const rawSalesforceOpportunityPartners = records(
  'raw_salesforce__opportunity_partners',
  'OpportunityPartner',
  'The partners of opportunities.',
  {
    opportunity_id: from(text('The opportunity.').nullable(), 'OpportunityId'),
    account_to_id: from(text('The partner.').nullable(), 'AccountToId'),
    role: may(text('As the picklist names it.'), 'Role'),
    is_primary: may(flag('Whether it is the main partner.'), 'IsPrimary'),
    ...unread('ReversePartnerId'),
  },
)

export const rawSalesforceEmailMessages = records(
  'raw_salesforce__email_messages',
  'EmailMessage',
  'E-mails; their texts are known and not read.',
  {
    activity_id: from(text('The task.').nullable(), 'ActivityId'),
    related_to_id: may(text('The record that it is about.'), 'RelatedToId'),
    from_address: from(text('Who wrote.').nullable(), 'FromAddress'),
    to_address: may(text('Who was written to, by semicolon.'), 'ToAddress'),
    incoming: from(flag('Whether it came in.').nullable(), 'Incoming'),
    message_date: from(timestamp('When.').nullable(), 'MessageDate'),
    ...unread(`ParentId TextBody HtmlBody Headers Subject FromName ValidatedFromAddress CcAddress
      BccAddress HasAttachment Status ReplyToEmailMessageId IsPrivateDraft IsExternallyVisible
      MessageIdentifier ThreadIdentifier IsClientManaged`),
  },
  {
    emails: ['from_address', 'to_address', 'cc_address', 'bcc_address'],
    clears: ['text_body', 'html_body', 'headers', 'subject', 'from_name'],
  },
)

export const rawSalesforceCampaignMemberStatuses = records(
  'raw_salesforce__campaign_member_statuses',
  'CampaignMemberStatus',
  'What campaigns call the states of their members.',
  {
    campaign_id: from(text('The campaign.').nullable(), 'CampaignId'),
    label: from(text('What the status is called.').nullable(), 'Label'),
    has_responded: from(flag('Whether it counts as a response.').nullable(), 'HasResponded'),
    ...unread('SortOrder IsDefault'),
  },
)

export const rawSalesforceLeadStatuses = records(
  'raw_salesforce__lead_statuses',
  'LeadStatus',
  'The picklist of lead statuses.',
  {
    master_label: from(text('What the status is called.').nullable(), 'MasterLabel'),
    api_name: may(text('What leads hold.'), 'ApiName'),
    sort_order: from(integer('Its place.').nullable(), 'SortOrder'),
    is_converted: from(flag('Whether converted leads have it.').nullable(), 'IsConverted'),
    ...unread('IsDefault'),
  },
)

export const rawSalesforceRecordTypes = records(
  'raw_salesforce__record_types',
  'RecordType',
  'The record types of all objects.',
  {
    name: from(text('What the type is called.').nullable(), 'Name'),
    developer_name: from(text('The API’s name.').nullable(), 'DeveloperName'),
    sobject_type: from(text('The object.').nullable(), 'SobjectType'),
    ...unread('NamespacePrefix Description BusinessProcessId IsActive'),
  },
)
