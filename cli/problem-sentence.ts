import { plugins } from "../plugins/index.ts"
import { kernelProblems, type Problem } from "../server/problem.ts"

/** What the program answered, in the words of its pages, with each thing that is wrong and where. */
export function problemSentence({ code, detail, errors = [] }: Problem): string {
  const words = [kernelProblems, ...plugins.map(({ problems }) => problems ?? {})]
  const text = words.map((problems) => problems[code]?.en).find((found) => found)
  const says = [text?.title ?? code, detail ?? text?.detail].filter(Boolean).join(". ")
  return [says, ...errors.map(({ path, message }) => `  ${path || "/"}: ${message}`)].join("\n")
}
