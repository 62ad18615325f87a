import type { Lang } from './lang.svelte';
import { wall, type Wall } from './zone';

const zhDays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];
const enDays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const enMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const zhNear: Record<number, string> = { [-1]: '昨天', 0: '今天', 1: '明天', 2: '后天' };
const enNear: Record<number, string> = { [-1]: 'Yesterday', 0: 'Today', 1: 'Tomorrow' };

/** Says times as people do, on the community's wall clock; `now` is in ms. */
export class Sayer {
  constructor(
    readonly lang: Lang,
    readonly zone: string,
    readonly now: number,
  ) {}

  /** 9:00 */
  time(at: string | number): string {
    const w = wall(at, this.zone);
    return `${w.hour}:${String(w.minute).padStart(2, '0')}`;
  }
  /** 今天, 明天, 周五 11月27日; with the year when it is another */
  day(at: string | number): string {
    const w = wall(at, this.zone);
    return this.#near(w) ?? this.#date(w);
  }
  /** 今天 周六 11月21日: the heading of a day */
  heading(at: string | number): string {
    const w = wall(at, this.zone);
    const near = this.#near(w);
    return near ? `${near} ${this.#date(w)}` : this.#date(w);
  }
  /** 明天 9:00 */
  moment(at: string | number): string {
    return `${this.day(at)} ${this.time(at)}`;
  }
  /** 明天 9:00–11:00 */
  span(from: string | number, to: string | number): string {
    const same = wall(from, this.zone).date === wall(to, this.zone).date;
    return same ? `${this.moment(from)}–${this.time(to)}` : `${this.moment(from)} – ${this.moment(to)}`;
  }
  /** 9:00–11:00, for where the day is said already */
  hours(from: string | number, to: string | number): string {
    const same = wall(from, this.zone).date === wall(to, this.zone).date;
    return same ? `${this.time(from)}–${this.time(to)}` : `${this.time(from)} – ${this.moment(to)}`;
  }
  /** 刚刚, 5 分钟前, 今天 9:41: for what has happened */
  ago(at: string | number): string {
    const t = typeof at === 'number' ? at : Date.parse(at);
    const minutes = Math.floor((this.now - t) / 60_000);
    if (minutes < 1) return this.lang === 'en' ? 'just now' : '刚刚';
    if (minutes < 60) return this.lang === 'en' ? `${minutes} min ago` : `${minutes} 分钟前`;
    return this.moment(t);
  }
  /** a day's key, the same for all instants of that day */
  date(at: string | number): number {
    return wall(at, this.zone).date;
  }

  #near(w: Wall): string | undefined {
    const away = w.date - wall(this.now, this.zone).date;
    return (this.lang === 'en' ? enNear : zhNear)[away];
  }
  #date(w: Wall): string {
    const year = w.year === wall(this.now, this.zone).year ? '' : w.year;
    if (this.lang === 'en') return `${enDays[w.weekday]} ${w.day} ${enMonths[w.month - 1]}${year && ` ${year}`}`;
    return `${zhDays[w.weekday]} ${year && `${year}年`}${w.month}月${w.day}日`;
  }
}
