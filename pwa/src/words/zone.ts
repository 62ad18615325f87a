const hour = 3_600_000;
// China keeps one offset all year and needs no Intl, whose first formatter blocks a weak phone for 100 ms and more.
const fixed: Record<string, number> = { 'Asia/Shanghai': 8, 'Asia/Chongqing': 8, 'Asia/Hong_Kong': 8, 'Asia/Macau': 8, 'Asia/Taipei': 8, 'Asia/Singapore': 8, UTC: 0 };
const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock on the wall of the community shows. */
export interface Wall {
  year: number;
  /** 1–12 */
  month: number;
  day: number;
  hour: number;
  minute: number;
  /** 0 is Sunday */
  weekday: number;
  /** days since 1970-01-01, to tell today from tomorrow */
  date: number;
}

function offset(zone: string, at: number): number {
  const known = fixed[zone];
  if (known !== undefined) return known * hour;
  let f = formats.get(zone);
  if (!f) {
    f = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
    formats.set(zone, f);
  }
  const p: Record<string, number> = {};
  for (const part of f.formatToParts(at)) p[part.type] = Number(part.value);
  return Date.UTC(p.year ?? 1970, (p.month ?? 1) - 1, p.day, p.hour, p.minute, p.second) - Math.floor(at / 1000) * 1000;
}

/** The community's wall clock at an instant. */
export function wall(at: string | number, zone: string): Wall {
  const t = typeof at === 'number' ? at : Date.parse(at);
  const d = new Date(t + offset(zone, t));
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    hour: d.getUTCHours(),
    minute: d.getUTCMinutes(),
    weekday: d.getUTCDay(),
    date: Math.floor(d.getTime() / 86_400_000),
  };
}

/** The instant, in ms, of a time on the community's wall: what a form's `datetime-local` value means. */
export function instant(local: string, zone: string): number {
  const guess = Date.parse(local + (local.length === 16 ? ':00Z' : 'Z'));
  const first = guess - offset(zone, guess);
  return guess - offset(zone, first);
}

const two = (n: number) => String(n).padStart(2, '0');
/** An instant as the value of an `<input type="datetime-local">` in the community's time. */
export function localValue(at: string | number, zone: string): string {
  const w = wall(at, zone);
  return `${w.year}-${two(w.month)}-${two(w.day)}T${two(w.hour)}:${two(w.minute)}`;
}
