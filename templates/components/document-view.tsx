import type { DocumentPart } from "../document-parts.ts"
import { DataTable } from "./data-table.tsx"
import { Facts } from "./facts.tsx"
import { Section } from "./page-heading.tsx"

/** An office paper as a page; printed, it is the same paper as its PDF. */
export function DocumentView({ parts }: { parts: readonly DocumentPart[] }) {
  return (
    <div class="document">
      {parts.map((part) =>
        part.kind === "signatures" ? (
          <div class="signatures">
            {part.labels.map((label) => (
              <p>{label}</p>
            ))}
          </div>
        ) : (
          <Section title={part.heading}>
            {part.kind === "facts" && (
              <Facts items={part.items.map(([label, value]) => ({ label, value }))} />
            )}
            {part.kind === "text" && <p>{part.words}</p>}
            {part.kind === "table" && <PartTable {...part} />}
          </Section>
        ),
      )}
    </div>
  )
}

function PartTable({ heading = "", columns, rows, foot }: Extract<DocumentPart, { kind: "table" }>) {
  return (
    <DataTable<readonly string[]>
      caption={heading}
      rows={rows}
      columns={columns.map(({ label, numeric }, index) => ({
        ...{ key: String(index), label, numeric },
        cell: (row) => row[index] ?? "",
      }))}
      foot={foot && Object.fromEntries(foot.map((cell, index) => [String(index), cell]))}
    />
  )
}
