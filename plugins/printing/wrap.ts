/** Lines of so many letters, broken at spaces only: a number stays in one piece. A word that is longer is broken. */
export function wrap(words: string, room: number): string[] {
  const lines: string[] = []
  let line = ""
  for (const word of words.split(/(?<= )/)) {
    let rest = word
    if ((line + rest).trimEnd().length > room && line !== "") {
      lines.push(line.trimEnd())
      line = ""
    }
    while (rest.trimEnd().length > room) {
      lines.push(rest.slice(0, room))
      rest = rest.slice(room)
    }
    line += rest
  }
  if (line.trim() !== "") lines.push(line.trimEnd())
  return lines
}
