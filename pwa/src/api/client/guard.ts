interface Snapshot {
  __typename?: string;
  revision: number;
}
type Json = { [key: string]: Json | undefined } | Json[] | string | number | boolean | null;

function nameOf(o: { [key: string]: Json | undefined }): string | undefined {
  if (typeof o.revision !== 'number') return undefined;
  if (o.__typename === 'EventCounts' && typeof o.eventId === 'string') return o.eventId;
  const unit = o.unit;
  if (o.__typename === 'UnitCounts' && unit && typeof unit === 'object' && !Array.isArray(unit) && typeof unit.id === 'string') return unit.id;
  return undefined;
}

/**
 * Answers overtake one another: a query's may arrive after a newer one of the socket. The guard remembers the newest
 * snapshot of each event's and unit's counts and puts it in the place of any older one; an equal revision is accepted.
 */
export class Guard {
  #newest = new Map<string, Snapshot>();

  /** The same data with no counts older than any seen before; the same object when nothing was older. */
  keep<T>(data: T): T {
    return this.#walk(data as Json) as T;
  }
  clear() {
    this.#newest.clear();
  }

  #walk(value: Json): Json {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) {
      const next = value.map((v) => this.#walk(v));
      return next.some((v, i) => v !== value[i]) ? next : value;
    }
    const id = nameOf(value);
    if (id !== undefined) {
      const known = this.#newest.get(id);
      if (known && known.revision > (value.revision as number)) return { ...value, ...known } as Json;
      this.#newest.set(id, value as unknown as Snapshot);
      return value;
    }
    let changed: { [key: string]: Json | undefined } | undefined;
    for (const key of Object.keys(value)) {
      const old = value[key];
      if (old === undefined) continue;
      const now = this.#walk(old);
      if (now !== old) (changed ??= { ...value })[key] = now;
    }
    return changed ?? value;
  }
}
