/** The profile of a shop, as a file, that measures these signals: lines of YAML. */
export const shopProfile = (signals: string): Readonly<Record<string, string>> => ({
  'scenarios/targets/shop.yaml': `version: 1
id: shop
url: http://127.0.0.1:8080
metrics: [{ scrape: /metrics, every: 2s }]
signals:
${signals}
`,
});
