export type Lang = 'zh-CN' | 'en';
const key = 'linli.lang';
const loaders: (() => Promise<void>)[] = [];

function wanted(): Lang {
  try {
    const saved = localStorage.getItem(key);
    if (saved === 'en' || saved === 'zh-CN') return saved;
  } catch {
    // barred storage: the browser's language decides
  }
  const first = (navigator.languages ?? [navigator.language]).find((l) => /^(zh|en)/i.test(l));
  return /^en/i.test(first ?? '') ? 'en' : 'zh-CN';
}

/** The reader's language. Chinese is the source; English comes in one lazy chunk. */
class Language {
  now = $state<Lang>(wanted());
  async use(lang: Lang) {
    if (lang === 'en') await Promise.all(loaders.map((l) => l()));
    this.now = lang;
    document.documentElement.lang = lang;
    try {
      localStorage.setItem(key, lang);
    } catch {
      // then it holds for this visit
    }
  }
  start() {
    document.documentElement.lang = this.now;
  }
}
export const lang = new Language();

/**
 * One area's words: `export const desk = await area(zh, async () => (await import('./en/desk')).desk)`. Read them as `desk.t.title`.
 * Both languages have the same type, so a missing key does not compile.
 */
export async function area<W>(zh: W, english: () => Promise<W>): Promise<{ readonly t: W }> {
  let en: W | undefined;
  const load = async () => {
    en ??= await english();
  };
  loaders.push(load);
  if (lang.now === 'en') {
    try {
      await load();
    } catch {
      lang.now = 'zh-CN'; // no network for the chunk: the source language is always here
    }
  }
  return {
    get t() {
      return lang.now === 'en' && en ? en : zh;
    },
  };
}
