import { Qr } from "../../templates/components/qr.tsx"

/**
 * The code of a ticket as a QR of level M in alphanumeric mode, black whatever the theme; the white around it is the
 * card's. Throws when the code has a character outside that mode.
 */
export function TicketQr({ code, label }: { code: string; label: string }) {
  return <Qr data={code} label={label} alphanumeric />
}
