import { stringifyDocument } from '@urql/core';
import { untrack } from 'svelte';
import { KioskView, type KioskData } from '../../api/kiosk';
import { ahead, confirmWipe, deviceOf, endDevice, Failure, isPast, keepKiosk, post, readKiosk, type DoorDevice, type Seen } from '../../api/outbox';
import { stepAt, venueCode } from '../../api/venue';
import { session } from '../../state/session.svelte';

/** `nobody`: not signed in and no device; `gone`: not for this reader; `ended`: a device no more; `away`: never read and no network */
export type Trouble = 'nobody' | 'gone' | 'ended' | 'away';

const every = 5000;
/** How long after the event a lead's phone may keep it, as the roster, ms. */
const keptFor = 24 * 3_600_000;
const query = stringifyDocument(KioskView);

/** What a kiosk shows, read every few seconds; the code is made here, so that it goes on without a network. Call it while a component is being set up. */
export function kioskView(eventId: string) {
  let device = $state.raw<DoorDevice | undefined>();
  let seen = $state.raw<Seen | undefined>(readKiosk(eventId));
  let trouble = $state<Trouble | undefined>();
  let reached = $state(true);
  let code = $state.raw<{ digits: string; step: number } | undefined>();
  let now = $state(Date.now());
  let next: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  async function begin() {
    device = await deviceOf(eventId).catch(() => undefined);
    if (!device?.ended) await look();
    else {
      trouble = 'ended';
      confirm();
    }
  }
  /** Says that what was stored is deleted; where that is not heard, it is said again when the page is opened again. */
  const confirm = () => void confirmWipe(eventId).catch(() => {});
  async function look() {
    clearTimeout(next);
    const sent = Date.now();
    try {
      const { kiosk } = await post<{ kiosk: KioskData }>(query, { eventId }, device);
      const until = device ? Date.parse(device.expiresAt) : Date.parse(kiosk.event.endsAt) + keptFor;
      seen = { eventId, data: kiosk, offset: ahead(kiosk.now, sent), readAt: Date.now(), until };
      keepKiosk(seen);
      reached = true;
      trouble = undefined;
    } catch (e) {
      if (!(e instanceof Failure)) throw e;
      await fail(e);
    }
    if (!over && trouble !== 'ended') next = setTimeout(() => void look(), every);
  }
  async function fail(f: Failure) {
    reached = f.code !== 'NETWORK';
    if (await endDevice(eventId, f, device?.deviceId)) {
      forget('ended');
      confirm();
    } else if (f.code === 'UNAUTHENTICATED') forget('nobody');
    else if (f.code === 'NOT_FOUND' || f.code === 'FORBIDDEN') forget('gone');
    else if (!seen) trouble = 'away';
    else if (isPast(seen)) forget('away');
  }
  function forget(why: Trouble) {
    keepKiosk(undefined);
    seen = undefined;
    trouble = why;
  }

  $effect(() => {
    untrack(() => void begin());
    const tick = setInterval(() => (now = Date.now()), 1000);
    return () => {
      over = true;
      clearTimeout(next);
      clearInterval(tick);
    };
  });
  $effect(() => {
    if (session.viewer && trouble === 'nobody') untrack(() => void look());
  });
  const at = $derived(now + (seen?.offset ?? 0));
  const step = $derived(seen ? stepAt(seen.data.venue, at) : 0);
  $effect(() => {
    const { data } = seen ?? {};
    const of = step;
    if (!data || !of) return;
    const make = venueCode(data.venue, of).catch(() => data.code.code); // no cryptography on a page that did not come over https
    void make.then((digits) => {
      if (of === untrack(() => step) && digits !== untrack(() => code?.digits)) code = { digits, step: of };
    });
  });

  return {
    get device() {
      return device;
    },
    get data() {
      return seen?.data;
    },
    get readAt() {
      return seen?.readAt ?? 0;
    },
    get trouble() {
      return trouble;
    },
    get reached() {
      return reached;
    },
    get code() {
      return code;
    },
    /** by the server's clock, ms */
    get now() {
      return at;
    },
    /** how much of the step is over, 0–1 */
    get passed() {
      const ms = (seen?.data.venue.step ?? 30) * 1000;
      return (at % ms) / ms;
    },
    again: () => void look(),
  };
}
export type View = ReturnType<typeof kioskView>;
