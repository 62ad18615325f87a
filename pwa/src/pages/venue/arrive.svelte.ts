import { newKey } from '../../api';
import { flush, keep, outbox, type Draft } from '../../api/outbox';

export interface Comer {
  id: string;
  name: string;
  /** her sign-up, for the door's list on this phone */
  signUpId: string | undefined;
}
/** What became of one entry; `saved` waits for a network, `lost` is in this page's memory only. */
export interface Outcome {
  id: string;
  name: string;
  direction: 'IN' | 'OUT';
  state: 'sending' | 'saved' | 'lost' | 'taken' | 'refused';
  flags: readonly string[];
}

/** Makes the entries of a household at the venue and follows what the server says to each. Call it while a component is being set up. */
export function arriver(eventId: string, ontaken: () => void) {
  let outcomes = $state.raw<Outcome[]>([]);
  const put = (id: string, change: Partial<Outcome>) => (outcomes = outcomes.map((o) => (o.id === id ? { ...o, ...change } : o)));

  $effect(() =>
    outbox.listen((_entries, answers) => {
      const ours = answers.filter((a) => outcomes.some((o) => o.id === a.id));
      for (const a of ours) put(a.id, { state: a.accepted ? 'taken' : 'refused', flags: a.warnings });
      // Whoever was refused has read why; there is no list on this phone on which it could wait.
      const refused = ours.filter((a) => !a.accepted).map((a) => a.id);
      if (refused.length) void outbox.mark(refused, 'aside');
      if (ours.some((a) => a.accepted)) ontaken();
    }),
  );
  outbox.start();

  return {
    get outcomes() {
      return outcomes;
    },
    /** `at` by this phone's clock, ms */
    async enter(people: readonly Comer[], direction: 'IN' | 'OUT', code: string, at: number, sender: string) {
      const drafts: Draft[] = people.map((p) => ({
        sender,
        name: p.name,
        of: p.signUpId ?? p.id,
        input: { id: newKey(), eventId, method: 'VENUE_CODE', direction, at: new Date(at).toISOString(), personId: p.id, venueCode: code },
      }));
      outcomes = drafts.map((d) => ({ id: d.input.id, name: d.name, direction, state: 'sending', flags: [] }));
      const kept = await keep(drafts);
      await flush();
      for (const o of outcomes) if (o.state === 'sending') put(o.id, { state: kept === 'stored' ? 'saved' : 'lost' });
    },
    clear: () => (outcomes = []),
  };
}
