import { decode } from "html-entities"

export interface Page {
  status: number
  /** Where one is after the redirects, with the query. */
  address: string
  headers: Headers
  html: string
  /** What is read, without the marks. */
  text: string
}

interface Cookie {
  name: string
  value: string
  path: string
}

/** Somebody with a browser that runs no script: follows links and redirects, keeps cookies, fills in forms. */
export class Visitor {
  readonly cookies: Cookie[] = []
  readonly #site: string
  readonly #language: string

  constructor(site: string, language = "fr") {
    this.#site = site
    this.#language = language
  }

  open(address: string): Promise<Page> {
    return this.#ask("GET", address)
  }

  /** Sends the form of the page whose action ends so, its hidden fields included, by one of its buttons. */
  send(
    page: Page,
    action: string,
    typed: Record<string, string | string[]> = {},
    button?: string,
  ): Promise<Page> {
    const [, attributes = "", inner = ""] =
      [...page.html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].find(([, found = ""]) =>
        attribute(found, "action")?.endsWith(action),
      ) ?? []
    const to = attribute(attributes, "action")
    if (to === undefined) throw new Error(`no form to ${action} on ${page.address}`)
    const fields = new URLSearchParams()
    for (const [tag] of inner.matchAll(/<input[^>]*>/g)) {
      const name = attribute(tag, "name")
      const type = attribute(tag, "type")
      const taken = type === "hidden" || / checked/.test(tag) || (type !== "checkbox" && type !== "radio")
      if (name && taken && !(name in typed)) fields.append(name, attribute(tag, "value") ?? "")
    }
    for (const [, tag = "", options = ""] of inner.matchAll(/<select([^>]*)>([\s\S]*?)<\/select>/g)) {
      const name = attribute(tag, "name")
      const chosen = /<option[^>]* selected[^>]*>/.exec(options)?.[0] ?? ""
      if (name && !(name in typed)) fields.append(name, attribute(chosen, "value") ?? "0")
    }
    for (const [name, values] of Object.entries(typed))
      for (const value of [values].flat()) fields.append(name, value)
    for (const [tag] of inner.matchAll(/<button[^>]*>/g)) {
      const [name, value] = [attribute(tag, "name"), attribute(tag, "value")]
      if (name && value === button) fields.append(name, value ?? "")
    }
    return this.#ask("POST", to, fields)
  }

  async #ask(method: "GET" | "POST", address: string, fields?: URLSearchParams): Promise<Page> {
    const url = new URL(address, this.#site)
    const response = await fetch(url, {
      method,
      redirect: "manual",
      headers: {
        "accept-language": this.#language,
        "sec-fetch-site": "same-origin",
        cookie: this.cookies
          .filter(({ path }) => path === "/" || url.pathname === path || url.pathname.startsWith(`${path}/`))
          .map(({ name, value }) => `${name}=${value}`)
          .join("; "),
      },
      ...(fields && { body: fields }),
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const location = response.headers.get("location")
    if (location && response.status >= 300 && response.status < 400) return this.#ask("GET", location)
    const html = await response.text()
    const text = decode(html.replace(/<(script|style)[\s\S]*?<\/\1>/g, "").replace(/<[^>]+>/g, " ")).replace(
      /\s+/g,
      " ",
    )
    return {
      status: response.status,
      address: url.pathname + url.search,
      headers: response.headers,
      html,
      text,
    }
  }

  #keep(line: string): void {
    const [pair = "", ...rest] = line.split("; ")
    const [name = "", value = ""] = pair.split("=")
    const path = rest.find((part) => part.startsWith("Path="))?.slice(5) ?? "/"
    const before = this.cookies.findIndex((cookie) => cookie.name === name && cookie.path === path)
    if (before >= 0) this.cookies.splice(before, 1)
    if (value) this.cookies.push({ name, value, path })
  }
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return found === undefined ? undefined : decode(found)
}
