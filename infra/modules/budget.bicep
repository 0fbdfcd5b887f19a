// What the resource group may cost in a month. A budget tells, and stops nothing.

@description('Name of the budget.')
param name string

@description('The amount, in the currency of the subscription.')
param amount int

@description('First day of the month in which it is first deployed, such as 2026-12-01. It must stay the same.')
param start string

@description('Who is told.')
param addresses string[]

@description('Id of the group that is told too.')
param actionGroupId string

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: '${start}T00:00:00Z' }
    notifications: {
      mostOfIt: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: addresses
        contactGroups: [actionGroupId]
      }
      soonAllOfIt: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: addresses
        contactGroups: [actionGroupId]
      }
    }
  }
}
