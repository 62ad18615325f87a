import type { SourceData } from '../../api/hours';

interface Words {
  length: (h: number, m: number) => string;
  short: (h: number, m: number) => string;
  methods: Record<SourceData['method'], string>;
  source: (at: string, method: string, by: string) => string;
  device: (name: string) => string;
}
/** Minutes as people say them. */
export const lengthOf = (minutes: number, t: Words): string => t.length(Math.floor(minutes / 60), minutes % 60);
/** The same where there is little room. */
export const shortOf = (minutes: number, t: Words): string => t.short(Math.floor(minutes / 60), minutes % 60);

/** Where a time comes from: when, how, and who recorded it; nobody records what the rule does. */
export function sourceOf(s: SourceData, time: (at: string) => string, t: Words): string {
  const who = s.by || (s.device && t.device(s.device));
  return t.source(time(s.at), t.methods[s.method], s.method === 'RULE' ? '' : who);
}
