import type { FastifyReply, FastifyRequest } from "fastify"
import { adminPage } from "../../../server/admin-page.tsx"
import type { FieldError } from "../../../server/problem.ts"
import type { Refusal } from "../../../server/refusal.ts"
import {
  Actions,
  Button,
  EmptyState,
  ErrorSummary,
  errorOf,
  Field,
  FieldRow,
  Fieldset,
  Form,
  Notice,
  PageHeading,
} from "../../../templates/components/index.ts"
import { type PerformanceValues, type timeNames, withMore } from "./performance-form.ts"
import { PriceGrid } from "./price-grid.tsx"
import { texts } from "./texts.ts"

export interface PerformanceFormPage {
  title: string
  back: { href: string; label: string }
  action: string
  submit: string
  /** The event of a performance that is being added. */
  eventId?: string | undefined
  values: PerformanceValues
  errors?: FieldError[]
  refusal?: Refusal | undefined
  venues: readonly { id: string; name: string; timezone: string }[]
  tariffs: readonly { id: string; name: string }[]
  /** Published seating plans, by the id of their version. */
  plans: readonly { id: string; name: string; seats: number }[]
}

/** The form of a performance. Its buttons "add a line" and "add this tariff" give it back larger, with what was typed. */
export function performanceFormPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: PerformanceFormPage,
): Promise<FastifyReply> {
  const { locale, organisation } = request
  const t = texts[locale]
  const { refusal, errors = [], venues, tariffs } = page
  const status = refusal?.status ?? (errors.length > 0 ? 422 : 200)
  const home = `/admin/${organisation.slug}`
  return adminPage(
    request,
    reply,
    { title: page.title, current: "/performances", status },
    <>
      <PageHeading title={page.title} back={page.back} />
      {refusal?.title && (
        <Notice kind="error" title={refusal.title}>
          {refusal.detail}
        </Notice>
      )}
      {venues.length === 0 ? (
        <EmptyState title={t.noVenue} icon="place" action={{ href: `${home}/venues/new`, label: t.addVenue }}>
          {t.noVenueText}
        </EmptyState>
      ) : tariffs.length === 0 ? (
        <EmptyState
          title={t.noTariff}
          icon="euro"
          action={{ href: `${home}/tariffs/new`, label: t.addTariffPage }}
        >
          {t.noTariffText}
        </EmptyState>
      ) : (
        <PerformanceForm {...page} {...{ t, errors }} csrf={reply.generateCsrf()} />
      )}
    </>,
  )
}

function PerformanceForm(
  props: PerformanceFormPage & { t: (typeof texts)["fr"]; errors: FieldError[]; csrf: string },
) {
  const { t, errors, venues, tariffs } = props
  // A blank line is always there to be filled.
  const last = props.values.zones.at(-1)
  const values = !last || last.name || last.capacity ? withMore(props.values, "zone", "") : props.values
  const zone = venues.find(({ id }) => id === values.venueId)?.timezone
  const others = tariffs.filter(({ id }) => !values.tariffs.includes(id))
  const hidden: Record<string, string> = props.eventId ? { event: props.eventId } : {}
  const time = (name: (typeof timeNames)[number], hint: string, optional = true) => (
    <Field
      type="datetime-local"
      name={name}
      label={t[name]}
      hint={hint}
      value={values[name]}
      error={errorOf(errors, name)}
      width="medium"
      optional={optional}
    />
  )
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form action={props.action} csrf={props.csrf} hidden={hidden}>
        {/* The first button of a form is what the Enter key presses. */}
        <button type="submit" hidden>
          {props.submit}
        </button>
        <Field
          type="select"
          name="venueId"
          label={t.venue}
          value={values.venueId}
          error={errorOf(errors, "venueId")}
          options={[
            ...(values.venueId ? [] : [{ value: "", label: t.chooseVenue }]),
            ...venues.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        {time("startsAt", zone ? t.localTime(zone) : t.startsHint, false)}
        {time("endsAt", t.endsHint)}
        {time("doorsAt", t.doorsHint)}
        {props.plans.length > 0 && (
          <FieldRow>
            <Field
              type="select"
              name="seatingVersionId"
              label={t.seating}
              value={values.seatingVersionId}
              error={errorOf(errors, "seatingVersionId")}
              options={[
                { value: "", label: t.freeSeating },
                ...props.plans.map(({ id, name, seats }) => ({ value: id, label: t.planOf(name, seats) })),
              ]}
            />
            <Actions>
              <Button kind="secondary" size="small" name="more" value="plan">
                {t.takeCategories}
              </Button>
            </Actions>
          </FieldRow>
        )}
        <Fieldset legend={t.pricing} hint={t.pricingHint}>
          <PriceGrid
            {...{ t, values, errors }}
            tariffNames={new Map(tariffs.map(({ id, name }) => [id, name]))}
          />
          <Actions>
            <Button kind="secondary" size="small" icon="plus" name="more" value="zone">
              {t.addZone}
            </Button>
          </Actions>
          {others.length > 0 && (
            <FieldRow>
              <Field
                type="select"
                name="addTariff"
                label={t.addTariff}
                options={others.map(({ id, name }) => ({ value: id, label: name }))}
              />
              <Actions>
                <Button kind="secondary" size="small" icon="plus" name="more" value="tariff">
                  {t.addTariffButton}
                </Button>
              </Actions>
            </FieldRow>
          )}
        </Fieldset>
        <Fieldset legend={t.sale}>
          {time("onSaleFrom", t.onSaleFromHint)}
          {time("onSaleUntil", t.onSaleUntilHint)}
          <Field
            name="maxPerOrder"
            label={t.maxPerOrder}
            hint={t.maxPerOrderHint}
            value={values.maxPerOrder}
            error={errorOf(errors, "maxPerOrder")}
            inputmode="numeric"
            width="short"
          />
        </Fieldset>
        <Actions>
          <Button>{props.submit}</Button>
        </Actions>
      </Form>
    </>
  )
}
