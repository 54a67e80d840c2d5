type PlanCard = {
  href: string
  name: string
  /** Address of its picture. */
  picture: string
  /** "624 places", "version 3". */
  facts: readonly string[]
}

/** Halls as one recognises them: by their drawing. */
export function PlanCards({ plans }: { plans: readonly PlanCard[] }) {
  return (
    <ul class="plan-cards">
      {plans.map(({ href, name, picture, facts }) => (
        <li class="plan-card">
          <img src={picture} alt="" loading="lazy" width="320" height="200" />
          <h2>
            <a href={href}>{name}</a>
          </h2>
          <p class="hint">{facts.join(" · ")}</p>
        </li>
      ))}
    </ul>
  )
}

/** The drawing of one hall, as large as there is room. */
export function PlanPicture({ src, alt }: { src: string; alt: string }) {
  return <img class="plan-picture" src={src} alt={alt} width="800" height="500" />
}
