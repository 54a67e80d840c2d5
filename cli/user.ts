import { randomBytes } from "node:crypto"
import { Value } from "typebox/value"
import { changePassword, createUser, NewUser, setMembership } from "../plugins/accounts/users.ts"
import { noteOutside } from "../plugins/ledger/note-outside.ts"
import { type MemberRole, memberRoles } from "../server/access.ts"
import { readConfig } from "../server/config.ts"
import type { Databases } from "../server/database.ts"
import { StartError } from "../server/start-error.ts"
import { readArguments, type Usage } from "./arguments.ts"
import { askPassword } from "./ask-password.ts"
import { findOrganisation } from "./find-organisation.ts"
import { openInstance } from "./open.ts"

const add = "user add EMAIL --name NAME [--role ROLE] [--org SLUG] [--administrator]"
const password = "user password EMAIL"

export const usage: Usage = {
  [add]: `make an account, or give one a role (${memberRoles.join(", ")}) in an organisation; the password is asked for, read from PASSWORD, or made and said`,
  [password]: "give an account a new password and end its sessions",
}

export async function run([form, ...args]: string[]): Promise<void> {
  if (form === "add") await addUser(args)
  else if (form === "password") await newPassword(args)
  else throw new StartError(`Usage: parterre ${add}\n       parterre ${password}`)
}

async function addUser(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, add, ["EMAIL"], {
    name: { type: "string" },
    role: { type: "string" },
    org: { type: "string" },
    administrator: { type: "boolean", default: false },
  })
  const email = positionals[0].trim().toLowerCase()
  const role = readRole(values.role)
  if (values.org !== undefined && !role) throw new StartError(`Say with --role what ${email} does there.`)
  const { databases, secrets, close } = await openInstance(readConfig(process.env))
  try {
    const organisation = role && (await findOrganisation(databases.system, values.org))
    const known = await findUser(databases, email)
    if (known && !organisation) throw new StartError(`${email} already has an account.`)
    const id = known?.id ?? (await makeUser(databases, { ...values, email }))
    if (!known && values.administrator)
      await noteOutside({ databases, secrets }, { kind: "administrator_added", about: { user: id } })
    if (!organisation || !role) return
    await setMembership(databases.forOrganisation(organisation.id), {
      organisationId: organisation.id,
      userId: id,
      role,
    })
    await noteOutside(
      { databases, secrets },
      { kind: "role_given", about: { user: id, role, until: null } },
      organisation.id,
    )
    process.stdout.write(`${email} is ${role} in ${organisation.name}.\n`)
  } finally {
    await close()
  }
}

async function makeUser(
  databases: Databases,
  input: { email: string; name?: string; administrator: boolean },
): Promise<string> {
  if (!input.name?.trim())
    throw new StartError(`${input.email} has no account yet: say who it is with --name.`)
  const chosen = await choosePassword()
  const user = {
    email: input.email,
    name: input.name,
    password: chosen.text,
    administrator: input.administrator,
  }
  checkUser(user)
  const { id } = await createUser(databases.system, user)
  const what = input.administrator ? "An administrator's account" : "An account"
  process.stdout.write(`${what} was made for ${input.email}.\n`)
  chosen.say()
  return id
}

async function newPassword(args: string[]): Promise<void> {
  const { positionals } = readArguments(args, password, ["EMAIL"], {})
  const email = positionals[0].trim().toLowerCase()
  const { databases, secrets, close } = await openInstance(readConfig(process.env))
  try {
    const user = await findUser(databases, email)
    if (!user) throw new StartError(`${email} has no account.`)
    const chosen = await choosePassword()
    checkUser({ email, name: user.name, password: chosen.text })
    await changePassword(databases.system, user.id, chosen.text)
    await noteOutside({ databases, secrets }, { kind: "password_changed", about: { user: user.id } })
    process.stdout.write(`${email} has a new password, and is signed out everywhere.\n`)
    chosen.say()
  } finally {
    await close()
  }
}

function findUser(databases: Databases, email: string) {
  return databases.system
    .selectFrom("users")
    .select(["id", "name"])
    .where("email", "=", email)
    .executeTakeFirst()
}

function readRole(role: string | undefined): MemberRole | undefined {
  const found = memberRoles.find((known) => known === role)
  if (role !== undefined && !found) throw new StartError(`--role is one of ${memberRoles.join(", ")}.`)
  return found
}

async function choosePassword(): Promise<{ text: string; say(): void }> {
  const given = process.env.PASSWORD ?? (process.stdin.isTTY ? await askPassword() : undefined)
  if (given !== undefined) return { text: given, say: () => undefined }
  const text = randomBytes(12).toString("base64url")
  return { text, say: () => process.stdout.write(`Password: ${text}  (said this once: keep it)\n`) }
}

function checkUser(user: unknown): void {
  const [error] = Value.Errors(NewUser, user)
  if (error) throw new StartError(`The ${error.instancePath.slice(1)} is not usable: it ${error.message}.`)
}
