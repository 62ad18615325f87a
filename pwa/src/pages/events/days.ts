/** Rows in their order, in groups of one day each. */
export function byDay<E extends { startsAt: string }>(rows: readonly E[], dayOf: (at: string) => number): { day: number; rows: E[] }[] {
  const groups: { day: number; rows: E[] }[] = [];
  for (const row of rows) {
    const day = dayOf(row.startsAt);
    const last = groups.at(-1);
    if (last?.day === day) last.rows.push(row);
    else groups.push({ day, rows: [row] });
  }
  return groups;
}

/** The instant, in ms, when the week of `now` ends: Monday 0:00 of the community's zone. */
export function weekEnd(today: { date: number; weekday: number }, midnight: number): number {
  const left = (8 - (today.weekday || 7)) % 7 || 7;
  return midnight + left * 86_400_000;
}
