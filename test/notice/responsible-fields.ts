/** The fields that tell who is responsible, as a notice's template is handed them. */
export const responsibleFields = {
  ...{ party: 'Ours', operator: 'Ours', provider: 'Theirs', 'service-desk': 'the desk' },
  ...{ 'security-contact': 'security', 'privacy-contact': 'privacy' },
  ...{ vendor: 'the vendor', 'vendor-contact': 'its duty desk' },
  ...{ 'vendor-respond-within': '15 minutes', 'vendor-recover-within': '2 hours' },
  ...{ availability: '99.9%', 'respond-within': '30 minutes', 'recover-within': '4 hours', credit: '10%' },
} as const;
