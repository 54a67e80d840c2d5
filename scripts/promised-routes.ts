/** What outside programs may rely on, as paths of the OpenAPI document. A line is added, never taken away. */
export const promised = [
  "POST /api/v1/auth/login",
  "GET /api/v1/me",
  "POST /api/v1/organisations",
  "GET /api/v1/organisations",
  "POST /api/v1/organisations/{org}/imports/season",
  "POST /api/v1/organisations/{org}/imports/agenda",
  "GET /api/v1/shop/{org}/performances",
  "POST /api/v1/shop/{org}/carts",
  "DELETE /api/v1/shop/{org}/carts/{id}",
  "POST /api/v1/shop/{org}/carts/{id}/checkout",
  "POST /api/v1/payments/sandbox/{paymentId}",
  "GET /api/v1/orders/{token}",
  "GET /api/v1/orders/{token}/tickets.pdf",
  "POST /api/v1/organisations/{org}/seating-plans",
  "POST /api/v1/organisations/{org}/devices",
  "POST /api/v1/organisations/{org}/scans",
]
