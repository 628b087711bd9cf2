/** Salesforce: users, who own records, and the hierarchy of their roles. */
import { flag, text, texts, timestamp } from '../../src/columns.ts'
import { defineExport, from } from '../../src/export.ts'
import { copied, may, record, unread } from './salesforce_columns.ts'

const system = 'salesforce'

export const rawSalesforceUsers = defineExport({
  name: 'raw_salesforce__users',
  description: 'Users, a row for each day of export: who is in which team is known by no other.',
  system,
  object: 'users',
  grain: ['id'],
  keep: 'versions',
  columns: {
    id: from(text('Salesforce’s id.'), 'Id', 'User ID', 'Benutzer-ID'),
    username: from(text('What the user signs in with.').nullable(), 'Username'),
    email: may(text('The address.'), 'Email', 'E-Mail'),
    name: may(text('The full name.'), 'Name', 'Full Name'),
    first_name: may(text('As typed.'), 'FirstName'),
    last_name: may(text('As typed.'), 'LastName'),
    is_active: may(flag('Whether the user can sign in.'), 'IsActive', 'Active', 'Aktiv', 'Actif'),
    manager_id: may(text('The manager.'), 'ManagerId'),
    user_role_id: may(text('The place in the hierarchy of roles.'), 'UserRoleId'),
    role_name: may(text('Its name, in reports.'), 'Role', 'UserRole.Name', 'Rolle'),
    division: may(text('As typed.'), 'Division', 'Unternehmensbereich'),
    department: may(text('As typed.'), 'Department', 'Abteilung'),
    title: may(text('The job title.'), 'Title'),
    user_type: may(text('Standard, or another kind of licence.'), 'UserType'),
    ...record(),
    ...unread(`CompanyName Street City State StateCode PostalCode Country CountryCode Latitude
      Longitude GeocodeAccuracy Address EmailPreferencesAutoBcc EmailPreferencesAutoBccStayInTouch
      EmailPreferencesStayInTouchReminder SenderEmail SenderName Signature StayInTouchSubject
      StayInTouchSignature StayInTouchNote Phone Fax MobilePhone Alias CommunityNickname BadgeText
      TimeZoneSidKey LocaleSidKey ReceivesInfoEmails ReceivesAdminInfoEmails EmailEncodingKey
      ProfileId LanguageLocaleKey EmployeeNumber DelegatedApproverId LastLoginDate
      LastPasswordChangeDate OfflineTrialExpirationDate OfflinePdaTrialExpirationDate
      ForecastEnabled ContactId AccountId CallCenterId Extension PortalRole IsPortalEnabled
      IsPortalSelfRegistered FederationIdentifier AboutMe FullPhotoUrl SmallPhotoUrl
      IsExtIndicatorVisible OutOfOfficeMessage MediumPhotoUrl DigestFrequency
      DefaultGroupNotificationFrequency LastViewedDate LastReferencedDate BannerPhotoUrl
      SmallBannerPhotoUrl MediumBannerPhotoUrl IsProfilePhotoActive IndividualId`),
    preferences: texts('What the user may do and has chosen, by the API’s name.'),
  },
  gathered: { preferences: /^User(Permissions|Preferences)/ },
})

export const rawSalesforceUserRoles = defineExport({
  name: 'raw_salesforce__user_roles',
  description: 'The hierarchy of roles.',
  system,
  object: 'user_roles',
  also: ['UserRole'],
  grain: ['id'],
  version: 'last_modified_date',
  columns: {
    id: from(text('Salesforce’s id.'), 'Id'),
    name: from(text('What the role is called.').nullable(), 'Name'),
    parent_role_id: from(text('The role above.').nullable(), 'ParentRoleId'),
    developer_name: may(text('The API’s name.'), 'DeveloperName'),
    last_modified_date: may(timestamp('When it last changed.'), 'LastModifiedDate'),
    ...copied(),
    ...unread(`RollupDescription OpportunityAccessForAccountOwner CaseAccessForAccountOwner
      ContactAccessForAccountOwner ForecastUserId MayForecastManagerShare LastModifiedById
      SystemModstamp PortalAccountId PortalType PortalRole PortalAccountOwnerId`),
  },
})
