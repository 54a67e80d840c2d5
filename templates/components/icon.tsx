/** Drawn on a 24-unit grid in strokes of 1.5; each entry is the path of one icon. */
const paths = {
  calendar: "M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4",
  place:
    "M12 20.5c4-4.3 6-7.6 6-10.2A6 6 0 0 0 6 10.3c0 2.6 2 5.9 6 10.2zM12 12.5a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  ticket: "M3.5 7.5h17v3a1.6 1.6 0 0 0 0 3v3h-17v-3a1.6 1.6 0 0 0 0-3zM14.5 8v1.5M14.5 11.3v1.5M14.5 14.5V16",
  basket: "M4 9.5h16l-1.6 9.5H5.6zM8 9.5 10.5 4.5M16 9.5 13.5 4.5M9.5 13v3M14.5 13v3",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.3 15.3 20.5 20.5",
  clock: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 7.5V12l3 2",
  check: "M5 12.5 10 17.5 19.5 7",
  cross: "M6 6l12 12M18 6 6 18",
  warning: "M12 4.5 21 19.5H3zM12 10v4.5M12 16.7v.3",
  info: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 11v5M12 8v.3",
  user: "M12 12a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6zM4.5 20c.8-3.6 3.6-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
  door: "M6 20.5v-17h12v17M3.5 20.5h17M14.5 12v.5",
  settings:
    "M4 7.5h9M17 7.5h3M4 16.5h3M11 16.5h9M15 9.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM9 18.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  menu: "M4 7h16M4 12h16M4 17h16",
  chevron: "M9 5.5 15.5 12 9 18.5",
  back: "M15 5.5 8.5 12l6.5 6.5",
  plus: "M12 5v14M5 12h14",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  download: "M12 4v11M7.5 11 12 15.5l4.5-4.5M4.5 19.5h15",
  wheelchair: "M10.5 5.2v.3M10.5 8.5v6h5l2.5 5M10.5 11h4.5M8.3 11.3a5 5 0 1 0 6.2 6.7",
  people:
    "M9 11.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM3 19c.6-3 2.9-4.7 6-4.7s5.4 1.7 6 4.7M15.5 5.4a3.2 3.2 0 0 1 0 5.8M17.5 14.7c1.9.7 3.1 2.2 3.5 4.3",
  mask: "M5 5h14v6.5c0 5-3 8-7 8s-7-3-7-8zM8 10h2.5M13.5 10H16M9 14.5c1.9 1.5 4.1 1.5 6 0",
  building: "M3.5 9 12 4l8.5 5M5.5 9.5V19M18.5 9.5V19M10 19v-6M14 19v-6M3.5 19.5h17",
  euro: "M18 6.5A7 7 0 0 0 7.5 12 7 7 0 0 0 18 17.5M4.5 10.5H13M4.5 13.5H13",
  seats:
    "M4 8.5h.1M8 6.5h.1M12 6h.1M16 6.5h.1M20 8.5h.1M4 13.5h.1M8 11.5h.1M12 11h.1M16 11.5h.1M20 13.5h.1M8 19.5h8",
  mail: "M3.5 6h17v12h-17zM4 6.5l8 6.5 8-6.5",
} as const

export type IconName = keyof typeof paths

type Props = {
  name: IconName
  /** Say it only where no text beside says the same. */
  label?: string
}

/** One of the few pictograms of the product, as tall as the text around it and of its colour. */
export function Icon({ name, label }: Props) {
  return (
    <svg
      class={`icon icon-${name}`}
      viewBox="0 0 24 24"
      width="24"
      height="24"
      focusable="false"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : "true"}
    >
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
