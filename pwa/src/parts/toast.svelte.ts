export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'good' | 'bad';
  undo?: (() => void) | undefined;
}
interface Wish {
  tone?: Toast['tone'];
  /** offers a way back while the line stands */
  undo?: () => void;
  ms?: number;
}

/** Short lines at the bottom that say what just happened. */
class Toasts {
  list = $state.raw<Toast[]>([]);
  #next = 1;
  say(text: string, wish: Wish = {}) {
    const id = this.#next++;
    this.list = [...this.list.slice(-1), { id, text, tone: wish.tone ?? 'plain', undo: wish.undo }];
    setTimeout(() => this.drop(id), wish.ms ?? (wish.undo ? 5000 : 4000));
    return id;
  }
  drop(id: number) {
    this.list = this.list.filter((t) => t.id !== id);
  }
}
export const toasts = new Toasts();
