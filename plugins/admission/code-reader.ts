import type { FastifyReply } from "fastify"

/** The camera, and WebAssembly to read codes where the browser can't: on the pages that scan alone. */
export function allowCodeReader(reply: FastifyReply): void {
  const policy = String(reply.getHeader("content-security-policy"))
  reply
    .header(
      "content-security-policy",
      policy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"),
    )
    .header("permissions-policy", "camera=(self)")
}
