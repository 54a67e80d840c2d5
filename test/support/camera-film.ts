import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { create } from "qrcode"
import type { Test } from "tap"

const [width, height] = [1280, 720]

/** What a phone held before a ticket films, as the file of Chromium's fake camera: Y4M, grey, 4:2:0. Removed after the test. */
export function filmOf(t: Test, code: string): string {
  const { modules } = create([{ data: code, mode: "alphanumeric" }], { errorCorrectionLevel: "M" })
  const dot = Math.floor((height * 0.6) / modules.size)
  const [left, top] = [width, height].map((side) => Math.floor((side - dot * modules.size) / 2)) as [
    number,
    number,
  ]
  const light = Buffer.alloc(width * height, 235)
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column))
        for (let line = 0; line < dot; line++) {
          const from = (top + row * dot + line) * width + left + column * dot
          light.fill(16, from, from + dot)
        }
  const frame = Buffer.concat([Buffer.from("FRAME\n"), light, Buffer.alloc((width * height) / 2, 128)])
  const folder = mkdtempSync(join(tmpdir(), "parterre-film-"))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const path = join(folder, "ticket.y4m")
  writeFileSync(
    path,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`), frame, frame]),
  )
  return path
}
