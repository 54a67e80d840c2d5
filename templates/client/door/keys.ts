/**
 * A code reader is a keyboard that types wherever the focus is: what it types goes into the field. On a phone, the
 * keyboard of the screen stays away unless the field itself is touched.
 */
export function followKeys(field: HTMLInputElement, onEscape: () => void): void {
  const touch = matchMedia("(pointer: coarse)").matches
  const keepAway = (away: boolean) => {
    if (away) field.setAttribute("inputmode", "none")
    else field.removeAttribute("inputmode")
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") onEscape()
    const focused = document.activeElement
    if (focused instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return
    const pressesButton = event.key === " " && focused instanceof HTMLButtonElement
    if (event.key.length !== 1 || pressesButton) return
    keepAway(touch)
    field.focus()
  })
  field.addEventListener("pointerdown", () => keepAway(false))
  field.addEventListener("blur", () => keepAway(touch))
  keepAway(touch)
}
