import { randomBytes } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import Stripe from "stripe"
import type { Test } from "tap"

export const stripeKey = "sk_test_theatre"
export const webhookSecret = "whsec_theatre"

/** A Checkout Session as Stripe's API answers it, with what the tests look at beside. */
export interface StubSession {
  id: string
  object: "checkout.session"
  status: "open" | "complete" | "expired"
  payment_status: "unpaid" | "paid"
  amount_total: number
  currency: string
  client_reference_id: string | null
  customer_email: string | null
  metadata: Record<string, string>
  payment_intent: string | null
  expires_at: number
  success_url: string
  cancel_url: string
  url: string | null
}

export interface StripeServer {
  /** For STRIPE_API_URL. */
  url: string
  env: Record<string, string>
  sessions: StubSession[]
  /** The form of each session that was made, by name: "line_items[0][quantity]". */
  forms: Record<string, string>[]
  refunds: { payment_intent: string; amount: number }[]
  /** Requests that came, as "POST /v1/refunds". */
  requests: string[]
  /** Answers the next requests with this status, or hangs up on them (0). */
  fail(status: number, times?: number): void
  /** What happens at Stripe's page. */
  pay(session: StubSession, paid?: { amount?: number; currency?: string }): void
  expire(session: StubSession): void
  /** An event as Stripe posts it, signed. */
  event(type: string, object: unknown, signed?: { secret?: string; at?: Date }): WebhookPost
}

export interface WebhookPost {
  method: "POST"
  url: string
  headers: Record<string, string>
  payload: string
}

type Answer = { status: number; body: unknown; headers?: Record<string, string> }

/** A server that speaks Stripe's protocol as far as the shop does: form-encoded requests, keys, idempotency, errors. */
export async function stripeServer(t: Test): Promise<StripeServer> {
  const answers = new Map<string, { body: string; answer: Answer }>()
  let failing: { status: number; times: number } = { status: 0, times: 0 }
  const library = new Stripe(stripeKey)

  const server = createServer(async (request, response) => {
    stub.requests.push(`${request.method} ${request.url?.split("?")[0]}`)
    const body = await readBody(request)
    if (failing.times > 0) {
      failing.times--
      if (failing.status === 0) return request.socket.destroy()
      return send(response, failed(failing.status, "api_error", undefined, "Something went wrong at Stripe."))
    }
    if (request.headers.authorization !== `Bearer ${stripeKey}`)
      return send(response, failed(401, "invalid_request_error", undefined, "Invalid API Key provided."))
    const key = request.headers["idempotency-key"]
    const known = typeof key === "string" ? answers.get(key) : undefined
    if (known && known.body !== body)
      return send(
        response,
        failed(400, "idempotency_error", undefined, "Keys can only be used with the same parameters."),
      )
    if (known) return send(response, { ...known.answer, headers: { "idempotent-replayed": "true" } })
    const answer = route(stub, request, body)
    if (typeof key === "string") answers.set(key, { body, answer })
    return send(response, answer)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  t.teardown(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const stub: StripeServer = {
    url,
    env: {
      STRIPE_SECRET_KEY: stripeKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_URL: url,
      PAYMENT_SANDBOX: "0",
    },
    sessions: [],
    forms: [],
    refunds: [],
    requests: [],
    fail: (status, times = 1) => {
      failing = { status, times }
    },
    pay(session, { amount = session.amount_total, currency = session.currency } = {}) {
      Object.assign(session, {
        status: "complete",
        payment_status: "paid",
        amount_total: amount,
        currency,
        payment_intent: `pi_${session.id}`,
        url: null,
      })
    },
    expire: (session) => {
      Object.assign(session, { status: "expired", url: null })
    },
    event(type, object, { secret = webhookSecret, at = new Date() } = {}) {
      const payload = JSON.stringify({
        id: `evt_${randomBytes(8).toString("hex")}`,
        object: "event",
        type,
        created: Math.floor(at.getTime() / 1000),
        data: { object },
      })
      const timestamp = Math.floor(at.getTime() / 1000)
      return {
        method: "POST",
        url: "/payments/stripe/webhook",
        headers: {
          "content-type": "application/json; charset=utf-8",
          "stripe-signature": library.webhooks.generateTestHeaderString({ payload, secret, timestamp }),
        },
        payload,
      }
    },
  }
  return stub
}

function route(stub: StripeServer, request: IncomingMessage, body: string): Answer {
  const [path = ""] = (request.url ?? "").split("?")
  if (request.method === "POST" && path === "/v1/checkout/sessions") return createSession(stub, body)
  const [, id] = /^\/v1\/checkout\/sessions\/(\w+)$/.exec(path) ?? []
  if (request.method === "GET" && id) {
    const session = stub.sessions.find((one) => one.id === id)
    if (session) return { status: 200, body: session }
    return failed(404, "invalid_request_error", "resource_missing", `No such checkout.session: '${id}'`)
  }
  if (request.method === "POST" && path === "/v1/refunds") return createRefund(stub, body)
  return failed(
    404,
    "invalid_request_error",
    undefined,
    `Unrecognized request URL (${request.method}: ${path}).`,
  )
}

function createSession(stub: StripeServer, body: string): Answer {
  const form = Object.fromEntries(new URLSearchParams(body))
  const wrong = (param: string, message: string): Answer => ({
    status: 400,
    body: { error: { type: "invalid_request_error", code: "parameter_invalid", param, message } },
  })
  if (form.mode !== "payment") return wrong("mode", "This stub sells in mode payment.")
  if (!form.success_url) return wrong("success_url", "Missing required param: success_url.")
  const now = Date.now() / 1000
  const expires = Number(form.expires_at ?? now + 86_400)
  if (expires < now + 1800 || expires > now + 86_400)
    return wrong("expires_at", "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.")
  let total = 0
  let lines = 0
  for (; form[`line_items[${lines}][quantity]`] !== undefined; lines++) {
    const at = `line_items[${lines}]`
    if (!form[`${at}[price_data][product_data][name]`]) return wrong(`${at}[name]`, "A product needs a name.")
    total += Number(form[`${at}[quantity]`]) * Number(form[`${at}[price_data][unit_amount]`])
  }
  if (lines === 0 || lines > 100) return wrong("line_items", "Between 1 and 100 line items.")
  if (total < 50) return wrong("amount_too_small", "The amount must be at least €0.50.")
  const id = `cs_test_${randomBytes(12).toString("hex")}`
  const session: StubSession = {
    id,
    object: "checkout.session",
    status: "open",
    payment_status: "unpaid",
    amount_total: total,
    currency: form["line_items[0][price_data][currency]"] ?? "",
    client_reference_id: form.client_reference_id ?? null,
    customer_email: form.customer_email ?? null,
    metadata: { payment: form["metadata[payment]"] ?? "", order: form["metadata[order]"] ?? "" },
    payment_intent: null,
    expires_at: expires,
    success_url: form.success_url,
    cancel_url: form.cancel_url ?? "",
    url: `https://checkout.stripe.test/c/pay/${id}#fragment`,
  }
  stub.sessions.push(session)
  stub.forms.push(form)
  return { status: 200, body: { ...session } }
}

function createRefund(stub: StripeServer, body: string): Answer {
  const { payment_intent = "" } = Object.fromEntries(new URLSearchParams(body))
  const session = stub.sessions.find((one) => one.payment_intent === payment_intent)
  if (!session)
    return failed(
      404,
      "invalid_request_error",
      "resource_missing",
      `No such payment_intent: '${payment_intent}'`,
    )
  if (stub.refunds.some((refund) => refund.payment_intent === payment_intent))
    return failed(
      400,
      "invalid_request_error",
      "charge_already_refunded",
      "Charge has already been refunded.",
    )
  stub.refunds.push({ payment_intent, amount: session.amount_total })
  return {
    status: 200,
    body: { id: `re_${session.id}`, object: "refund", status: "succeeded", amount: session.amount_total },
  }
}

function failed(status: number, type: string, code: string | undefined, message: string): Answer {
  return { status, body: { error: { type, code, message } } }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString("utf8")
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "request-id": `req_${randomBytes(6).toString("hex")}`,
    ...headers,
  })
  response.end(JSON.stringify(body))
}
