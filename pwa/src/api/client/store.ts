import { makeDefaultStorage } from '@urql/exchange-graphcache/default-storage';

const key = 'linli.cache';

/** the name where storage is barred: for this visit only */
let unstored = '';

/** The name of the cache, and of all else that belongs to whoever uses this phone now. */
export function currentName(): string {
  try {
    return localStorage.getItem(key) || renew();
  } catch {
    return unstored || renew();
  }
}

/** A name never used before: whatever another person's page still writes lands in the old database, not in this one. */
export function renew(): string {
  const name = `linli-${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
  try {
    localStorage.setItem(key, name);
  } catch {
    unstored = name;
  }
  return name;
}

/** The metadata would be mutations that wait for a network, of which there are none here: nothing of them is written, least of all to a disk that is full. */
export function openStore(onReady: () => void) {
  return { ...makeDefaultStorage({ idbName: currentName(), maxAge: 14, onCacheHydrated: onReady }), writeMetadata: () => {} };
}

/** Deletes every stored cache but the current one. */
export async function dropOthers(): Promise<void> {
  const mine = currentName();
  try {
    const all = (await indexedDB.databases?.()) ?? [];
    for (const d of all) if (d.name?.startsWith('linli-') && d.name !== mine && !d.name.startsWith('linli-outbox')) indexedDB.deleteDatabase(d.name);
  } catch {
    // a browser without the list keeps an old, unreadable cache until it clears it itself
  }
}

/** Another tab logged out or changed the person: this one starts anew. */
export function followOtherTabs() {
  addEventListener('storage', (e) => {
    if (e.key === key && e.oldValue && e.newValue !== e.oldValue) location.reload();
  });
}
