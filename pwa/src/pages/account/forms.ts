/** A Chinese mobile number as people type it, or any other with its +code. The server reads it again. */
export function isPhone(typed: string): boolean {
  const t = typed.replace(/[\s()-]/g, '');
  return /^(\+86)?1\d{10}$/.test(t) || /^\+(?!86)\d{8,15}$/.test(t);
}
/** 138 0000 0001, for reading back. */
export function spoken(phone: string): string {
  const t = phone.replace(/[\s()-]/g, '').replace(/^\+86/, '');
  return /^1\d{10}$/.test(t) ? `${t.slice(0, 3)} ${t.slice(3, 7)} ${t.slice(7)}` : t;
}
export const isCode = (typed: string) => /^\d{6}$/.test(typed.trim());
export const isSlug = (typed: string) => /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(typed);
export const isName = (typed: string) => typed.trim().length > 0;
