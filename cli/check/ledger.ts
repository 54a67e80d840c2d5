import { ledgerRelease } from "../../plugins/ledger/released.ts"
import { doubt, type Finding, good } from "./finding.ts"

/** Whether the fiscal part that runs is the one that was released: an attestation is for that one alone. */
export function checkLedger(): Finding {
  const { version, released, differing } = ledgerRelease()
  if (released) return good(`The fiscal part ${version} is as it was released.`)
  return doubt(
    `The fiscal part ${version} is not as it was released (${differing.join(", ") || "its version differs"}): no attestation of that version covers it.`,
  )
}
