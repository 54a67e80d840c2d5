import {
  Badge,
  DataTable,
  DateTime,
  Figures,
  MinuteChart,
  Notice,
  Section,
} from "../../templates/components/index.ts"
import { formatNumber, formatTime } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"
import { texts as words } from "../../templates/texts.ts"
import type { Board } from "./board.ts"
import { texts } from "./texts.ts"

/** How the evening stands; drawn again each time it changes. */
export function BoardView({ board, locale, timeZone }: { board: Board; locale: Locale; timeZone: string }) {
  const t = texts[locale]
  const figure = (value: number) => formatNumber(value, locale)
  const now = Date.now()
  const counts = Array.from(
    { length: 60 },
    (_, at) => board.perMinute.find(({ ago }) => ago === 59 - at)?.count ?? 0,
  )
  const time = (at: Date | string) => <DateTime at={new Date(at)} timeZone={timeZone} as="time" />
  const { roomFor, inside } = board
  const full = roomFor !== null && inside > roomFor
  const door = (gate: string | null, scanner: string | null) =>
    [gate, scanner].filter(Boolean).join(", ") || "–"
  return (
    <>
      {full && <Notice kind="warning" title={t.tooMany(figure(inside), figure(roomFor))} />}
      <Figures
        items={[
          { label: t.boardEntered, value: figure(board.entered), note: t.boardOf(figure(board.expected)) },
          { label: t.boardExpected, value: figure(Math.max(board.expected - board.entered, 0)) },
          {
            label: t.boardInside,
            value: figure(inside),
            note:
              roomFor === null ? (board.exits === 0 ? t.boardNoExit : undefined) : t.boardOf(figure(roomFor)),
          },
        ]}
      />
      <Section title={t.boardPerMinute}>
        <MinuteChart
          label={t.boardPerMinuteLabel(
            figure(counts.reduce((sum, count) => sum + count, 0)),
            figure(Math.max(...counts)),
          )}
          counts={counts}
          from={formatTime(new Date(now - 3_600_000), { locale, timeZone })}
          to={formatTime(new Date(now), { locale, timeZone })}
        />
      </Section>
      {board.doubtful.length > 0 && (
        <Section title={t.boardDoubtful}>
          <DataTable
            caption={t.boardDoubtful}
            rows={board.doubtful}
            columns={[
              { key: "at", label: t.boardAt, cell: ({ at }) => time(at) },
              {
                key: "what",
                label: t.boardWhat,
                main: true,
                cell: ({ standing, result }) => (
                  <Badge tone={standing === "by_hand" ? "neutral" : "attention"}>
                    {standing === "irregular"
                      ? words[locale].door[result]
                      : t.standings[standing as "double" | "by_hand"]}
                  </Badge>
                ),
              },
              {
                key: "ticket",
                label: t.boardTicket,
                cell: ({ number, people }) => number ?? t.people(people),
              },
              { key: "door", label: t.boardDoor, cell: ({ gate, scanner }) => door(gate, scanner) },
              {
                key: "first",
                label: t.boardFirst,
                cell: ({ first, reason }) =>
                  first ? (
                    <>
                      {time(first.at)}, {door(first.gate, first.scanner)}
                    </>
                  ) : (
                    (reason ?? "–")
                  ),
              },
            ]}
          />
        </Section>
      )}
      <Section title={t.boardByGate}>
        {board.byGate.length === 0 ? (
          <p>{t.boardNobody}</p>
        ) : (
          <DataTable
            caption={t.boardByGate}
            rows={board.byGate}
            columns={[
              { key: "gate", label: t.gate, main: true, cell: ({ gate }) => gate ?? t.boardNoGate },
              { key: "count", label: t.boardEntered, numeric: true, cell: ({ count }) => figure(count) },
            ]}
          />
        )}
      </Section>
      <Section title={t.boardRefusals}>
        {board.refusals.length === 0 ? (
          <p>{t.boardNoRefusal}</p>
        ) : (
          <DataTable
            caption={t.boardRefusals}
            rows={board.refusals}
            columns={[
              { key: "at", label: t.boardAt, cell: ({ at }) => time(at) },
              {
                key: "what",
                label: t.boardWhat,
                main: true,
                cell: ({ result }) => words[locale].door[result],
              },
              { key: "ticket", label: t.boardTicket, cell: ({ number }) => number ?? "–" },
              { key: "gate", label: t.boardDoor, cell: ({ gate }) => gate ?? "–" },
            ]}
          />
        )}
      </Section>
      <Section title={t.boardDevices}>
        {board.devices.length === 0 ? (
          <p>{t.boardNoDevice}</p>
        ) : (
          <DataTable
            caption={t.boardDevices}
            rows={board.devices}
            columns={[
              { key: "name", label: t.deviceName, main: true, cell: ({ name }) => name },
              { key: "gate", label: t.gate, cell: ({ gate }) => gate ?? "–" },
              {
                key: "battery",
                label: t.battery,
                numeric: true,
                cell: ({ battery }) => (battery === null ? "–" : `${battery}\u202f%`),
              },
              { key: "waiting", label: t.boardWaiting, cell: ({ waiting }) => t.toSend(waiting ?? 0) },
              {
                key: "sync",
                label: t.lastSync,
                cell: ({ syncedAt, seenAt }) => {
                  const at = syncedAt ?? seenAt
                  return at ? time(at) : t.never
                },
              },
              {
                key: "version",
                label: t.boardVersion,
                secondary: true,
                cell: ({ version }) => version ?? "–",
              },
            ]}
          />
        )}
      </Section>
    </>
  )
}
