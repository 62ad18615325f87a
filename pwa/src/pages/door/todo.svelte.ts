import { query, send, wordsFor } from '../../api';
import { DoorTodos, SettleTodo } from '../../api/door';
import { toasts } from '../../parts/toast.svelte';
import type { Station } from './station.svelte';

/** What the server accepted and a lead should look at, from all phones of the event; read again whenever the roster changed. Nothing on a door device. */
export function todosOf(at: Station) {
  const revision = $derived(at.head?.counts.revision);
  const list = query(DoorTodos, () => (at.reached && !at.device && revision !== undefined ? { eventId: at.eventId } : null), 'network-only');
  let settled = $state.raw<readonly string[]>([]);
  const all = $derived(list.data?.doorTodos.edges.map((e) => e.node) ?? []);
  const shown = $derived(all.filter((t) => !settled.includes(t.id)));
  /** those that are not among the first; what was settled is still counted until it is read again */
  const more = $derived((list.data?.doorTodos.totalCount ?? 0) - all.length);
  return {
    get shown() {
      return shown;
    },
    get more() {
      return more;
    },
    /** the server has answered */
    get fresh() {
      return list.fresh;
    },
    async settle(id: string) {
      settled = [...settled, id];
      try {
        await send(SettleTodo, { id });
        if (!shown.length && more) list.again();
      } catch (e) {
        settled = settled.filter((s) => s !== id);
        toasts.say(wordsFor(e), { tone: 'bad' });
      }
    },
  };
}
export type Todos = ReturnType<typeof todosOf>;
