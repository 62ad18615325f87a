import type { NoticeKind } from '../../api/graphql';
import type { NoticeData } from '../../api/notice';
import type { mine } from '../../words/zh-CN/mine';

/** One line of the inbox in words: the phone makes them from what happened. */
export function wordsOf(n: NoticeData, t: typeof mine, viewer: string | undefined): string {
  const who = !n.about || n.about.id === viewer ? t.you : n.about.name;
  return t.notices[n.kind](who, n.actor?.name ?? t.somebody, n.event?.title ?? t.anEvent);
}

const ofSignUp: ReadonlySet<NoticeKind> = new Set<NoticeKind>(['PROMOTED', 'OFFERED', 'OFFER_EXPIRED', 'PASSED_OVER', 'OVERTAKEN', 'MOVED_UP', 'MOVED_BACK', 'MOVED', 'CLASH', 'CORRECTION_APPROVED', 'CORRECTION_DECLINED']);

/** Where a tap leads; nothing when there is nowhere to go. */
export function hrefOf(n: NoticeData, can: { hasDesk: boolean }): string | undefined {
  if (n.kind === 'JOIN_REQUEST') return can.hasDesk ? '/desk/joins' : undefined;
  if (n.kind === 'CORRECTION_ASKED') return '/desk/corrections';
  if (n.kind === 'SUBSTITUTE' && n.event) return `/door/${n.event.id}`;
  if (n.kind === 'TOO_FEW' && n.event && can.hasDesk) return `/desk/events/${n.event.id}/roster`;
  if (ofSignUp.has(n.kind) && n.signUp) return `/mine/${n.signUp.id}`;
  return n.event ? `/events/${n.event.id}` : undefined;
}
