import { type MemberRole, memberRoles } from "../../server/access.ts"
import type { FormReader } from "../../server/form-reader.ts"
import type { FieldError } from "../../server/problem.ts"
import {
  Actions,
  Button,
  DataTable,
  DateTime,
  EmptyState,
  ErrorSummary,
  errorOf,
  Field,
  Form,
  Notice,
  Section,
} from "../../templates/components/index.ts"
import type { Member } from "./team.ts"
import type { texts } from "./texts.ts"

type Words = (typeof texts)["fr"]

export function TeamTable(props: { members: Member[]; home: string; own: string; t: Words }) {
  const { members, home, own, t } = props
  if (members.length === 0)
    return (
      <EmptyState title={t.noMember} icon="people">
        {t.noMemberHint}
      </EmptyState>
    )
  return (
    <DataTable
      caption={t.teamCaption}
      rows={members}
      rowHref={({ id }) => `${home}/${id}`}
      columns={[
        { key: "name", label: t.name, cell: ({ id, name }) => (id === own ? `${name} (${t.you})` : name) },
        { key: "email", label: t.email, cell: ({ email }) => email },
        { key: "role", label: t.role, cell: ({ role }) => t.roles[role].name },
        {
          key: "until",
          label: t.until,
          cell: ({ until }) => until && (until < new Date() ? t.ended : <DateTime at={until} as="day" />),
        },
        {
          key: "since",
          label: t.since,
          secondary: true,
          cell: ({ since }) => <DateTime at={since} as="day" />,
        },
      ]}
    />
  )
}

export function NewMemberForm(props: {
  action: string
  csrf: string
  typed: FormReader | undefined
  errors: readonly FieldError[]
  t: Words
}) {
  const { typed, errors, t } = props
  const field = (name: string) => ({ name, value: typed?.typed(name), error: errorOf(errors, name) })
  return (
    <Section title={t.addMember} id="add">
      <ErrorSummary errors={errors} />
      <Form action={props.action} csrf={props.csrf}>
        <Field {...field("email")} type="email" label={t.email} hint={t.memberEmailHint} autocomplete="off" />
        <Field
          {...field("name")}
          label={t.name}
          hint={t.memberNameHint}
          maxlength={120}
          autocomplete="off"
          optional
        />
        <RoleField value={typed?.typed("role") ?? "box_office"} errors={errors} t={t} />
        <Field {...field("until")} type="date" label={t.until} hint={t.untilHint} width="short" optional />
        <Actions>
          <Button>{t.add}</Button>
        </Actions>
      </Form>
    </Section>
  )
}

export function MemberForms(props: {
  action: string
  csrf: string
  member: Member
  /** The last day of the access, as it is or as it was typed. */
  until: string
  errors: readonly FieldError[]
  t: Words
}) {
  const { action, csrf, member, until, errors, t } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form action={action} csrf={csrf}>
        <RoleField value={member.role} errors={errors} t={t} />
        <Field
          name="until"
          type="date"
          label={t.until}
          hint={t.untilHint}
          value={until}
          error={errorOf(errors, "until")}
          width="short"
          optional
        />
        <Actions>
          <Button>{t.saveRole}</Button>
        </Actions>
      </Form>
      <Section title={t.removal}>
        <Form action={`${action}/removal`} csrf={csrf}>
          <p>{t.removalHint}</p>
          <Actions>
            <Button kind="secondary">{t.removal}</Button>
          </Actions>
        </Form>
      </Section>
    </>
  )
}

/** What was taken away can be put back as it was. */
export function PutBack(props: {
  member: Member
  /** "2027-01-15": the last day of the access. */
  until: string
  action: string
  csrf: string
  t: Words
}) {
  const { member, until, action, csrf, t } = props
  return (
    <Notice kind="success">
      <p>{t.memberRemoved(member.name)}</p>
      <Form action={action} csrf={csrf} hidden={{ email: member.email, role: member.role, until }}>
        <Actions>
          <Button kind="secondary" size="small">
            {t.putBack}
          </Button>
        </Actions>
      </Form>
    </Notice>
  )
}

function RoleField(props: { value: MemberRole | string; errors: readonly FieldError[]; t: Words }) {
  const { value, errors, t } = props
  return (
    <Field
      type="radio"
      name="role"
      label={t.role}
      value={value}
      error={errorOf(errors, "role")}
      options={memberRoles.map((role) => ({
        value: role,
        label: t.roles[role].name,
        hint: t.roles[role].may,
      }))}
    />
  )
}
