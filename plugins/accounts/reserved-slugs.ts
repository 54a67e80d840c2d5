/** First path segments that the program uses itself: no organisation may be called so. */
export const reservedSlugs: ReadonlySet<string> = new Set([
  "admin", "api", "assets", "door", "healthz", "metrics", "orders", "payments", "readyz", "favicon.ico", "robots.txt",
  "till", "legal", "accessibility",
])
