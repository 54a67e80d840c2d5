import { Component, type ComponentChildren, type FunctionComponent, h } from "preact"

/** The same component, drawn again only when one of its properties is another one. */
export function memo<Props extends object>(Drawn: FunctionComponent<Props>) {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const before = this.props as Record<string, unknown>
      return Object.entries(next).some(([key, value]) => before[key] !== value)
    }

    override render(): ComponentChildren {
      return h(Drawn, this.props)
    }
  }
}
