/** The k6 this release of surgebook is made for; `engines/k6/go.mod` pins the same. */
export const pinnedVersion = '2.2.0';

/** k6 before this has no native histograms over remote write, or no `k6/websockets`. */
export const oldestMajor = 1;

/** Reads `k6 v2.2.0 (go1.26, linux/amd64)`; null for anything else. A build between releases has a version too. */
export function parseVersion(text: string): string | null {
  return /^k6(?:\.exe)? v(\d+\.\d+\.\d+\S*)/m.exec(text)?.[1] ?? null;
}

/** From 2.2 on k6 has feature flags, and complains of the setting that came before them. */
export function hasFeatures(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 2);
}

export const isNewEnough = (version: string): boolean => Number(version.split('.')[0]) >= oldestMajor;
