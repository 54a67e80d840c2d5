import type { FastifyRequest } from "fastify"
import { Actions, LinkButton } from "../../templates/components/index.ts"
import { inLocale } from "../catalogue/localised.ts"
import type { CartItem } from "../inventory/read-cart.ts"
import { texts } from "./texts.ts"

/** The way back to the places that were let go. */
export function ChooseAgain({ request, items }: { request: FastifyRequest; items: readonly CartItem[] }) {
  const { organisation, locale } = request
  const t = texts[locale]
  const shop = `/${organisation.slug}`
  const performances = new Map(items.map((item) => [item.performanceId, item]))
  return (
    <Actions>
      {[...performances.values()].map((item, index) => (
        <LinkButton
          href={`${shop}/performances/${item.performanceId}`}
          kind={index === 0 ? "primary" : "secondary"}
        >
          {performances.size > 1 ? inLocale(item.event.title, locale) : t.chooseAgain}
        </LinkButton>
      ))}
      <LinkButton href={shop} kind="secondary">
        {t.wholeProgramme}
      </LinkButton>
    </Actions>
  )
}
