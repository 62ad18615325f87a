import type { EventStatus } from '../../api/graphql';

export type Phase = 'draft' | 'cancelled' | 'over' | 'running' | 'coming';

/** Where an event stands at `now` (ms): its end counts even when the stored state is older. */
export function phaseOf(e: { status: EventStatus; startsAt: string; endsAt: string }, now: number): Phase {
  if (e.status === 'DRAFT') return 'draft';
  if (e.status === 'CANCELLED') return 'cancelled';
  if (e.status === 'FINISHED' || Date.parse(e.endsAt) <= now) return 'over';
  return Date.parse(e.startsAt) <= now ? 'running' : 'coming';
}
