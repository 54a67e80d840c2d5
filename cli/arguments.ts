import { type ParseArgsConfig, parseArgs } from "node:util"
import { StartError } from "../server/start-error.ts"

/** How each form of a verb is written, and what it does. */
export type Usage = Readonly<Record<string, string>>

type Options = NonNullable<ParseArgsConfig["options"]>

/**
 * Reads the arguments of a verb: the options, and the positional ones, all of which are wanted.
 * @throws StartError with the usage for anything missing, unknown or too many.
 */
export function readArguments<const O extends Options, const N extends readonly string[]>(
  args: string[],
  usage: string,
  names: N,
  options: O,
) {
  const wrong = (sentence: string) => new StartError(`${sentence}\nUsage: parterre ${usage}`)
  const { values, positionals } = parse()
  const [extra] = positionals.slice(names.length)
  if (extra !== undefined) throw wrong(`"${extra}" is one argument too many.`)
  const missing = names[positionals.length]
  if (missing !== undefined) throw wrong(`${missing} is missing.`)
  return { values, positionals: positionals as unknown as { [K in keyof N]: string } }

  function parse() {
    try {
      return parseArgs({ args, options, allowPositionals: true, strict: true })
    } catch (error) {
      const [sentence = "The arguments are not usable"] = (error as Error).message.split(/[.\n]/)
      throw wrong(`${sentence}.`)
    }
  }
}
