export type Theme = 'auto' | 'light' | 'dark';
const keys = { theme: 'linli.theme', large: 'linli.large', wechat: 'linli.wechat-seen' };

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function write(key: string, value: string) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // then it holds for this visit
  }
}
const asTheme = (s: string | null): Theme => (s === 'light' || s === 'dark' ? s : 'auto');

/** How this phone shows things. */
class Prefs {
  theme = $state<Theme>(asTheme(read(keys.theme)));
  large = $state(read(keys.large) === '1');
  wechatSeen = $state(read(keys.wechat) === '1');

  setTheme(theme: Theme) {
    this.theme = theme;
    write(keys.theme, theme);
    this.apply();
  }
  setLarge(large: boolean) {
    this.large = large;
    write(keys.large, large ? '1' : '0');
    this.apply();
  }
  hideWechat() {
    this.wechatSeen = true;
    write(keys.wechat, '1');
  }
  /** Puts the choices on the root element, where the tokens look for them. */
  apply() {
    const root = document.documentElement;
    if (this.theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = this.theme;
    root.dataset.text = this.large ? 'large' : 'usual';
  }
}
export const prefs = new Prefs();
