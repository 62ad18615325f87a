/** A time within an English sentence: `today 9:00`, not `Today 9:00`. */
export const mid = (at: string): string => at.replace(/^(Today|Tomorrow|Yesterday)\b/, (w) => w.toLowerCase());
