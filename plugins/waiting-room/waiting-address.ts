/** The page of a line, which leads on to `to`. */
export function pagePath(slug: string, lineId: string, to?: string): string {
  const query = to === undefined ? "" : `?to=${encodeURIComponent(to)}`
  return `/${slug}/waiting/${lineId}${query}`
}

/** Where somebody goes once let in: a page of this shop, or undefined for anything else. */
export function wayOn(slug: string, to: string | undefined): string | undefined {
  return to?.startsWith(`/${slug}/`) && /^\/[\w./-]{1,300}$/.test(to) && !to.includes("..") ? to : undefined
}
