import { hash, verify } from "@node-rs/argon2"

/** Argon2id with the package's defaults (19 MiB, 2 passes), the first choice of OWASP's password storage page. */
export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

/** False for a wrong password and for no user; both take the same time. */
export async function passwordMatches(stored: string | undefined, password: string): Promise<boolean> {
  if (stored === undefined) {
    await hash(password)
    return false
  }
  return verify(stored, password)
}
