import type { Trx } from "./database.ts"

/**
 * What happens in the domain, by name ("order.paid"). Modules add theirs by module augmentation. A listener runs in the
 * transaction of what it hears of: it may refuse by throwing, and what it writes stands or falls with it.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the modules
export interface DomainEvents {}

export type EventListener<Name extends keyof DomainEvents> = (
  trx: Trx,
  event: DomainEvents[Name] & { organisationId: string },
) => Promise<void>

export class Events {
  readonly #listeners = new Map<string, EventListener<never>[]>()

  on<Name extends keyof DomainEvents>(name: Name, listener: EventListener<Name>): void {
    const listeners = this.#listeners.get(name) ?? []
    listeners.push(listener as EventListener<never>)
    this.#listeners.set(name, listeners)
  }

  /** Tells every listener in turn, in the order of the plugin list, inside `trx`. */
  async emit<Name extends keyof DomainEvents>(
    trx: Trx,
    name: Name,
    event: DomainEvents[Name] & { organisationId: string },
  ): Promise<void> {
    for (const listener of this.#listeners.get(name) ?? []) await listener(trx, event as never)
  }
}
