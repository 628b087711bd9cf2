// Headers of Data Loader's files: the standard fields of an object, then those of this organisation.

const words = (text: string) => text.trim().split(/\s+/)

export const HEADERS = {
  Account: words(`
  Id IsDeleted MasterRecordId Name Type ParentId BillingStreet BillingCity BillingState
  BillingPostalCode BillingCountry BillingLatitude BillingLongitude BillingGeocodeAccuracy
  BillingAddress ShippingStreet ShippingCity ShippingState ShippingPostalCode ShippingCountry
  ShippingLatitude ShippingLongitude ShippingGeocodeAccuracy ShippingAddress Phone Fax Website
  PhotoUrl Industry AnnualRevenue NumberOfEmployees Description OwnerId CreatedDate CreatedById
  LastModifiedDate LastModifiedById SystemModstamp LastActivityDate LastViewedDate
  LastReferencedDate IsCustomerPortal Jigsaw JigsawCompanyId AccountSource SicDesc CurrencyIsoCode`),
  Contact: words(`
  Id IsDeleted MasterRecordId AccountId LastName FirstName Salutation Name OtherStreet OtherCity
  OtherState OtherPostalCode OtherCountry OtherLatitude OtherLongitude OtherGeocodeAccuracy
  OtherAddress MailingStreet MailingCity MailingState MailingPostalCode MailingCountry
  MailingLatitude MailingLongitude MailingGeocodeAccuracy MailingAddress Phone Fax MobilePhone
  HomePhone OtherPhone AssistantPhone ReportsToId Email Title Department AssistantName LeadSource
  Birthdate Description OwnerId HasOptedOutOfEmail HasOptedOutOfFax DoNotCall
  CanAllowPortalSelfReg CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp
  LastActivityDate LastCURequestDate LastCUUpdateDate LastViewedDate LastReferencedDate
  EmailBouncedReason EmailBouncedDate IsEmailBounced PhotoUrl Jigsaw JigsawContactId IndividualId`),
  Lead: words(`
  Id IsDeleted MasterRecordId LastName FirstName Salutation Name Title Company Street City State
  PostalCode Country Latitude Longitude GeocodeAccuracy Address Phone Email Website PhotoUrl
  Description LeadSource Status Industry Rating AnnualRevenue NumberOfEmployees OwnerId
  IsConverted ConvertedDate ConvertedAccountId ConvertedContactId ConvertedOpportunityId
  IsUnreadByOwner CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp
  LastActivityDate LastViewedDate LastReferencedDate Jigsaw JigsawContactId EmailBouncedReason
  EmailBouncedDate IndividualId`),
  Opportunity: words(`
  Id IsDeleted AccountId Name Description StageName Amount Probability CloseDate Type NextStep
  LeadSource IsClosed IsWon ForecastCategory ForecastCategoryName CampaignId
  HasOpportunityLineItem Pricebook2Id OwnerId CreatedDate CreatedById LastModifiedDate
  LastModifiedById SystemModstamp LastActivityDate FiscalQuarter FiscalYear Fiscal LastViewedDate
  LastReferencedDate HasOpenActivity HasOverdueTask CurrencyIsoCode Loss_Reason__c`),
  OpportunityHistory: words(`
  Id OpportunityId CreatedById CreatedDate StageName Amount ExpectedRevenue CloseDate Probability
  ForecastCategory SystemModstamp IsDeleted CurrencyIsoCode`),
  OpportunityFieldHistory: words(`
  Id IsDeleted OpportunityId CreatedById CreatedDate Field OldValue NewValue`),
  OpportunityContactRole: words(`
  Id OpportunityId ContactId Role IsPrimary CreatedDate CreatedById LastModifiedDate
  LastModifiedById SystemModstamp IsDeleted`),
  OpportunityStage: words(`
  Id MasterLabel ApiName IsActive SortOrder IsClosed IsWon ForecastCategory ForecastCategoryName
  DefaultProbability Description CreatedById CreatedDate LastModifiedById LastModifiedDate
  SystemModstamp`),
  Campaign: words(`
  Id IsDeleted Name ParentId Type Status StartDate EndDate ExpectedRevenue BudgetedCost ActualCost
  ExpectedResponse NumberSent IsActive Description NumberOfLeads NumberOfConvertedLeads
  NumberOfContacts NumberOfResponses NumberOfOpportunities NumberOfWonOpportunities
  AmountAllOpportunities AmountWonOpportunities OwnerId CreatedDate CreatedById LastModifiedDate
  LastModifiedById SystemModstamp LastActivityDate LastViewedDate LastReferencedDate
  CampaignMemberRecordTypeId`),
  CampaignMember: words(`
  Id IsDeleted CampaignId LeadId ContactId Status HasResponded CreatedDate CreatedById
  LastModifiedDate LastModifiedById SystemModstamp FirstRespondedDate Salutation Name FirstName
  LastName Title Street City State PostalCode Country Email Phone Fax MobilePhone Description
  DoNotCall HasOptedOutOfEmail HasOptedOutOfFax LeadSource CompanyOrAccount Type LeadOrContactId
  LeadOrContactOwnerId`),
  Task: words(`
  Id WhoId WhatId Subject ActivityDate Status Priority IsHighPriority OwnerId Description
  IsDeleted AccountId IsClosed CreatedDate CreatedById LastModifiedDate LastModifiedById
  SystemModstamp IsArchived CallDurationInSeconds CallType CallDisposition CallObject
  ReminderDateTime IsReminderSet RecurrenceActivityId IsRecurrence RecurrenceStartDateOnly
  RecurrenceEndDateOnly RecurrenceTimeZoneSidKey RecurrenceType RecurrenceInterval
  RecurrenceDayOfWeekMask RecurrenceDayOfMonth RecurrenceInstance RecurrenceMonthOfYear
  RecurrenceRegeneratedType TaskSubtype`),
  Event: words(`
  Id WhoId WhatId Subject Location IsAllDayEvent ActivityDateTime ActivityDate DurationInMinutes
  StartDateTime EndDateTime Description AccountId OwnerId IsPrivate ShowAs IsDeleted IsChild
  IsGroupEvent GroupEventType CreatedDate CreatedById LastModifiedDate LastModifiedById
  SystemModstamp IsArchived RecurrenceActivityId IsRecurrence RecurrenceStartDateTime
  RecurrenceEndDateOnly RecurrenceTimeZoneSidKey RecurrenceType RecurrenceInterval
  RecurrenceDayOfWeekMask RecurrenceDayOfMonth RecurrenceInstance RecurrenceMonthOfYear
  ReminderDateTime IsReminderSet EventSubtype`),
} as const
