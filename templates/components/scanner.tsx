import type { ComponentChildren } from "preact"
import { Button } from "./button.tsx"
import { DoorAnswer, type DoorResult, doorTones } from "./door-answer.tsx"
import { fieldId } from "./field-errors.ts"

/** What the scanner says that is not an answer; its script speaks with the same words. */
export type ScannerWords = {
  ready: string
  code: string
  codeHint: string
  check: string
  again: string
  openCamera: string
  closeCamera: string
  light: string
  sound: string
  soundOff: string
  cameraRefused: string
  cameraMissing: string
  cameraInsecure: string
  cameraBroken: string
  /** The reasons for which a ticket could not be checked. */
  noNetwork: string
  serverTrouble: string
  signedOut: string
}

type Props = {
  action: string
  csrf: string
  hidden: Record<string, string>
  words: ScannerWords
  error?: string
  /** The answer to the form, when there was one. */
  answer?: { result: DoorResult; line: string; show: string | null }
  /** Read by the script: addresses it calls and files it loads. */
  data: { scans: string; attendance: string; performance: string; reader: string; wasm: string }
}

/**
 * The desk of the person at the door: the answer or the camera, and the field that typed numbers and readers write
 * into. Without a script it is a form; with it, nothing is loaded again from one ticket to the next.
 */
export function Scanner({ action, csrf, hidden, words, error, answer, data }: Props) {
  const id = fieldId("code")
  return (
    <div
      class="scanner"
      data-scanner
      data-scans={data.scans}
      data-attendance={data.attendance}
      data-performance={data.performance}
      data-reader={data.reader}
      data-wasm={data.wasm}
      data-words={JSON.stringify(words)}
    >
      <div class="scanner-stage" data-stage>
        <p class="scanner-ready" data-ready hidden={answer !== undefined}>
          {words.ready}
        </p>
        <video class="scanner-video" data-video playsinline muted hidden />
        <div class="scanner-answer" data-answer>
          {answer && <DoorAnswer result={answer.result} detail={answer.line} show={answer.show} />}
        </div>
      </div>
      <div class="scanner-desk">
        <form class="scanner-form" method="post" action={action} data-form novalidate>
          <input type="hidden" name="_csrf" value={csrf} />
          {Object.entries(hidden).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <label for={id}>{words.code}</label>
          {error && (
            <p class="wrong" id={`${id}-error`}>
              {error}
            </p>
          )}
          <input
            class="control scanner-code"
            id={id}
            name="code"
            maxlength={400}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            enterkeyhint="go"
            aria-describedby={error ? `${id}-error` : `${id}-hint`}
            aria-invalid={error ? "true" : undefined}
            autofocus
          />
          <Button>{words.check}</Button>
          <p class="hint" id={`${id}-hint`}>
            {words.codeHint}
          </p>
        </form>
        <p class="scanner-trouble" role="status" data-trouble hidden />
        <div class="scanner-tools" data-tools hidden>
          <Tool name="camera" on={words.closeCamera}>
            {words.openCamera}
          </Tool>
          <Tool name="light" hidden>
            {words.light}
          </Tool>
          <Tool name="sound" on={words.soundOff}>
            {words.sound}
          </Tool>
        </div>
      </div>
      {(Object.keys(doorTones) as DoorResult[]).map((result) => (
        <template data-result={result}>
          <DoorAnswer result={result} detail="…" show="…">
            {result === "not_checked" && (
              <Button kind="secondary" type="button" id="scanner-again">
                {words.again}
              </Button>
            )}
          </DoorAnswer>
        </template>
      ))}
    </div>
  )
}

/** A button of the script; `on` is what it says while it is on. */
function Tool({
  name,
  on,
  hidden,
  children,
}: {
  name: string
  on?: string
  hidden?: boolean
  children: string
}) {
  return (
    <button
      type="button"
      class="button button-secondary"
      data-tool={name}
      data-off={children}
      data-on={on ?? children}
      aria-pressed="false"
      hidden={hidden}
    >
      {children}
    </button>
  )
}

export type DoorChoice = {
  href: string
  title: ComponentChildren
  when: ComponentChildren
  where: string
  state: ComponentChildren
  count: string
}

/** Performances to choose from, each one big target. */
export function DoorChoices({ title, choices }: { title: string; choices: readonly DoorChoice[] }) {
  return (
    <section class="door-choices">
      <h2>{title}</h2>
      <ul>
        {choices.map(({ href, title, when, where, state, count }) => (
          <li>
            <a href={href}>
              <strong>{title}</strong>
              <span>
                {when}, {where}
              </span>
              <span class="door-choice-state">
                <span>{state}</span> <span>{count}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
