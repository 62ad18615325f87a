/** Times as they stand on paper, "9:05"; undefined: none was written. */
export interface Written {
  came?: string | undefined;
  went?: string | undefined;
}
export interface Parsed {
  /** by the number on the printed roster, in the order of typing */
  lines: Map<number, Written>;
  /** what made no sense, as it was typed */
  unread: string[];
}
const most = 1000;
const time = /^([01]?\d|2[0-3]):[0-5]\d$/;

/** One way to write what keyboards and people write in many. */
function plain(line: string): string {
  return line
    .normalize('NFKC')
    .replace(/[,、;。]/g, ' ')
    .replace(/\s*[-–—~至到]\s*/g, '-')
    .replace(/[#号號]/g, ' ');
}
function timesOf(token: string): Written | undefined {
  const [came, went, more] = token.split('-');
  if (more !== undefined || !came || !time.test(came) || (went !== undefined && !time.test(went))) return undefined;
  return went === undefined ? { came } : { came, went };
}
function numbersOf(token: string): number[] | undefined {
  const range = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(token);
  if (!range) return undefined;
  const from = Number(range[1]);
  const to = Number(range[2] ?? range[1]);
  if (from < 1 || to < from || to - from >= most) return undefined;
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** Reads typed numbers: "1 4 7-12" in any mixture; a time, "9:05" or "9:05-11:30", is of all numbers of its line. A number that comes again is as it came last. */
export function parse(text: string): Parsed {
  const lines = new Map<number, Written>();
  const unread: string[] = [];
  for (const line of text.split('\n')) {
    const numbers: number[] = [];
    let written: Written = {};
    for (const token of plain(line).split(/\s+/).filter(Boolean)) {
      const t = timesOf(token);
      const n = numbersOf(token);
      if (t) written = t;
      else if (n) numbers.push(...n);
      else unread.push(token);
    }
    if (written.came && !numbers.length) unread.push(line.trim());
    for (const n of numbers) if (lines.size < most || lines.has(n)) lines.set(n, written);
  }
  return { lines, unread };
}
