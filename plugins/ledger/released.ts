import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { projectRoot } from "../../server/project.ts"
import { ledgerVersion } from "./ledger.ts"
import manifest from "./manifest.json" with { type: "json" }

/** SHA-256 by file, in JSON, of the sources that the program was built from; put there by scripts/build.js. */
declare const LEDGER_SOURCES: string | undefined

/** Whether what runs is the fiscal part as it was released. */
export interface Release {
  version: string
  /** When the version was released: "2026-11-28". */
  date: string
  released: boolean
  /** Files that are not those of the manifest, or are there and not in it, or in it and not there. */
  differing: string[]
}

let known: Release | undefined

/**
 * Compares the fiscal part that runs, this module and its migrations, with the manifest that was released with its
 * version. Who changes it has another program, for which the attestation of this one is worth nothing. It tells an
 * honest operator; somebody who means to deceive can change this too, which is why the repository has the manifest.
 */
export function ledgerRelease(): Release {
  known ??= compare({ ...sources(), ...hashesOf("migrations/ledger", ".sql") }, manifest, ledgerVersion)
  return known
}

export function compare(
  running: Readonly<Record<string, string>>,
  released: { version: string; date: string; files: Readonly<Record<string, string>> },
  version: string,
): Release {
  const names = new Set([...Object.keys(running), ...Object.keys(released.files)])
  const differing = [...names].filter((name) => running[name] !== released.files[name]).sort()
  const { date } = released
  return { version, date, released: differing.length === 0 && version === released.version, differing }
}

function sources(): Record<string, string> {
  return typeof LEDGER_SOURCES === "undefined"
    ? hashesOf("plugins/ledger", ".ts")
    : JSON.parse(LEDGER_SOURCES)
}

function hashesOf(folder: string, end: string): Record<string, string> {
  const path = join(projectRoot, folder)
  if (!existsSync(path)) return {}
  const names = readdirSync(path).filter((name) => name.endsWith(end))
  return Object.fromEntries(
    names.map((name) => [
      `${folder}/${name}`,
      createHash("sha256")
        .update(readFileSync(join(path, name)))
        .digest("hex"),
    ]),
  )
}
