import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import SeatBar from '../../src/parts/SeatBar.svelte';
import { toasts } from '../../src/parts/toast.svelte';
import { lang } from '../../src/words/lang.svelte';

beforeEach(() => lang.use('zh-CN'));
afterEach(cleanup);
const counts = { capacity: 30, confirmed: 23, offered: 0, waitlisted: 0 };

describe('the seat bar', () => {
  it('says in words what the bar shows, for eyes and for ears', () => {
    render(SeatBar, { counts });
    expect(screen.getByText('还剩 7 个名额')).toBeTruthy();
    expect(screen.getByText(/30 个名额，已报 23 人/)).toBeTruthy();
  });
  it('says how many wait when it is full', () => {
    render(SeatBar, { counts: { ...counts, confirmed: 30, waitlisted: 12 } });
    expect(screen.getByText('已满 · 候补 12 人')).toBeTruthy();
  });
  it('calls nobody to an event that is over', () => {
    render(SeatBar, { counts, over: true });
    expect(screen.getByText('已报 23 人')).toBeTruthy();
  });
});

describe('toasts', () => {
  it('stand two at a time and can be taken back', () => {
    for (const text of ['a', 'b', 'c']) toasts.say(text);
    expect(toasts.list.map((t) => t.text)).toEqual(['b', 'c']);
    toasts.drop(toasts.list[0]?.id ?? 0);
    expect(toasts.list.map((t) => t.text)).toEqual(['c']);
  });
});
