import { Secrets } from "../../server/secrets.ts"

export const testSecretKey = "a secret for tests only, long enough to be accepted"
export const testSecrets = new Secrets(testSecretKey)
