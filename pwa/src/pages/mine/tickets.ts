import { ask } from '../../api';
import { MySignUps } from '../../api/roster';

/** Keeps the tickets in the phone right after a change, so that they open at a door without a network. */
export function storeTickets() {
  void ask(MySignUps, { upcoming: true }).catch(() => {}); // without a network the next visit stores them
}
