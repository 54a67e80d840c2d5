import type { App } from "../../server/plugin.ts"

type Headers = Record<string, string>

/** Sends a page's form as a browser does, in French. */
export function postForm(app: App, url: string, fields: Record<string, string>, headers: Headers = {}) {
  return app.inject({
    method: "POST",
    url,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "accept-language": "fr",
      ...headers,
    },
    payload: new URLSearchParams(fields).toString(),
  })
}

/** Opens a page, in French. */
export function openPage(app: App, url: string, headers: Headers = {}) {
  return app.inject({ url, headers: { "accept-language": "fr", ...headers } })
}
