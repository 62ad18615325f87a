// Pages of devices, kiosk, venue, cards, paper and hours for screenshots.mjs: what they need in the demo, and how they are opened.

const kiosks = [
  { name: 'tablet', width: 1280, height: 800, lang: 'zh-CN' },
  { name: 'tablet-en', width: 1280, height: 800, lang: 'en' },
  { name: 'upright', width: 800, height: 1280, lang: 'zh-CN' },
  { name: 'full-hd', width: 1920, height: 1080, lang: 'zh-CN' },
  { name: 'phone', width: 360, height: 780, lang: 'zh-CN' },
  { name: 'narrow-en-large', width: 320, height: 640, lang: 'en', large: true },
];
const sheets = [
  { name: 'desktop', width: 1280, height: 800, lang: 'zh-CN' },
  { name: 'phone', width: 360, height: 780, lang: 'zh-CN' },
  { name: 'narrow-en-large', width: 320, height: 640, lang: 'en', large: true },
  { name: 'print', width: 794, height: 1123, lang: 'zh-CN', media: 'print', scale: 2 },
  { name: 'print-en', width: 794, height: 1123, lang: 'en', media: 'print', scale: 2 },
];

/** Fills the running event's door with what the pages show. */
export async function prepareSurfaces(ask, tokens, t) {
  const issue = async (kind, name) => (await ask(tokens.lead, 'mutation ($e: ID!, $k: DeviceKind!, $n: String!) { issueDevice(eventId: $e, kind: $k, name: $n) { url device { id } } }', { e: t.door, k: kind, n: name })).issueDevice;
  const claim = async (link) => (await ask('', 'mutation ($t: String!) { claimDevice(token: $t) { token device { id } } }', { t: link.url.split('/').at(-1) })).claimDevice;
  const kiosk = await claim(await issue('KIOSK', '大门口的平板'));
  const late = await claim(await issue('DOOR', '王阿姨的手机'));
  await issue('DOOR', '李叔的手机');
  const lost = await issue('DOOR', '旧手机');
  await claim(lost);
  await ask(tokens.lead, 'mutation ($id: ID!) { revokeDevice(id: $id) { id } }', { id: lost.device.id });
  const { doorRoster } = await ask(tokens.lead, 'query ($e: ID!) { doorRoster(eventId: $e) { rows { signUpId personId checkedInAt status } } }', { e: t.door });
  const toCome = doorRoster.rows.filter((r) => !r.checkedInAt && r.status === 'CONFIRMED');
  const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
  const entry = (r, method, more = {}) => ({ id: crypto.randomUUID(), eventId: t.door, method, at: ago(1), signUpId: r.signUpId, ...more });
  const send = (who, input, sentAt) => ask(who, 'mutation ($i: [CheckInInput!]!, $s: Time) { checkIn(input: $i, sentAt: $s) { id accepted warnings } }', { i: input, s: sentAt });
  await send(late.token, toCome.slice(0, 2).map((r) => entry(r, 'LIST', { at: ago(13) })), ago(12)); // its clock is twelve minutes slow
  await send(tokens.lead, toCome.slice(2, 4).map((r) => entry(r, 'SCAN', { method: 'LIST' })));
  const used = (await issue('DOOR', '已经用掉')).url;
  await claim({ url: used });
  const { viewer } = await ask(tokens.volunteer, '{ viewer { id actsFor { id } } }');
  for (const p of viewer.actsFor.slice(0, 1)) await ask(tokens.volunteer, 'mutation ($p: ID!) { issueCard(personId: $p) { number } }', { p: p.id });
  const { venueCode } = await ask(tokens.lead, 'query ($e: ID!) { venueCode(eventId: $e) { code } }', { e: t.door });
  const { mySignUps } = await ask(tokens.volunteer, '{ mySignUps(upcoming: false, first: 50) { edges { node { id minutes status shift { startsAt endsAt } person { id } } } } }');
  const past = mySignUps.edges.map((e) => e.node).filter((s) => s.status === 'CONFIRMED' && Date.parse(s.shift.startsAt) < Date.now());
  const served = past.find((s) => s.minutes !== null) ?? past[0];
  if (served) {
    await ask(tokens.volunteer, 'mutation ($id: ID!, $c: Time!, $w: Time!, $r: String!) { askCorrection(signUpId: $id, came: $c, went: $w, reason: $r) { id } }', {
      id: served.id, c: served.shift.startsAt, w: new Date(Math.min(Date.now(), Date.parse(served.shift.endsAt))).toISOString(), r: '到得早，忘了扫码',
    }).catch((e) => console.log('no correction:', e.message));
  }
  return {
    link: new URL((await issue('DOOR', '张姐的手机')).url).pathname, kioskLink: new URL((await issue('KIOSK', '东门平板')).url).pathname, used: new URL(used).pathname,
    person: viewer.actsFor[0]?.id ?? viewer.id, served: served?.id, code: venueCode.code, step: Math.floor(Date.now() / 30_000), kiosk, newDoor: t.open,
  };
}

export const surfaces = (t) => [
  { name: 'devices', as: 'lead', path: `/door/${t.door}/devices` },
  { name: 'devices-empty', as: 'secretary', path: `/door/${t.newDoor}/devices` },
  { name: 'devices-add', as: 'lead', path: `/door/${t.door}/devices`, taps: ['main .stack .button.main'] },
  { name: 'devices-link', as: 'lead', path: `/door/${t.door}/devices`, taps: ['main .stack .button.main'], types: [['dialog input[type=text]', '刘姨的手机']], then: ['dialog button[type=submit]'] },
  { name: 'devices-revoke', as: 'lead', path: `/door/${t.door}/devices`, taps: ['[data-state=ACTIVE] button'] },
  { name: 'claim', path: t.link },
  { name: 'claim-kiosk', path: t.kioskLink },
  { name: 'claim-used', path: t.used },
  { name: 'kiosk', as: 'lead', path: `/kiosk/${t.door}`, variants: kiosks },
  { name: 'kiosk-offline', as: 'lead', path: `/kiosk/${t.door}`, variants: kiosks, offline: 7000 },
  { name: 'kiosk-empty', as: 'secretary', path: `/kiosk/${t.newDoor}`, variants: kiosks },
  { name: 'kiosk-forbidden', as: 'volunteer', path: `/kiosk/${t.door}`, variants: kiosks },
  { name: 'venue', as: 'volunteer', path: `/v/${t.door}/${t.code}?t=${t.step}`, now: true },
  { name: 'venue-stale', as: 'volunteer', path: `/v/${t.door}/123456?t=1` },
  { name: 'venue-typed', as: 'volunteer', path: `/v/${t.door}` },
  { name: 'venue-wrong', as: 'volunteer', path: `/v/${t.door}`, types: [['.digits input', '000000']], then: ['.action .button.main'] },
  { name: 'venue-offline', as: 'volunteer', path: `/v/${t.door}`, types: [['.digits input', '123456']], offline: 1500, then: ['.action .button.main'] },
  { name: 'venue-anonymous', path: `/v/${t.door}/123456?t=${t.step}`, now: true },
  { name: 'cards', as: 'volunteer', path: '/mine/cards', variants: [...sheets, { name: 'phone-dark', width: 360, height: 780, lang: 'zh-CN', theme: 'dark' }] },
  { name: 'desk-card', as: 'secretary', path: `/desk/people/${t.person}/card`, variants: sheets },
  { name: 'print', as: 'secretary', path: `/desk/events/${t.door}/print`, variants: sheets, awaits: '.sheet' },
  { name: 'paper', as: 'lead', path: `/door/${t.door}/paper` },
  { name: 'paper-typed', as: 'lead', path: `/door/${t.door}/paper`, types: [['textarea', '1-4 7 12-15\n20 9:05\n999 嗯']] },
  { name: 'me-calendar', as: 'volunteer', path: '/me', taps: ['section[aria-labelledby=calendar] .button'] },
  ...(t.served ? [{ name: 'hours', as: 'volunteer', path: `/mine/${t.served}` }] : []),
  { name: 'corrections', as: 'secretary', path: '/desk/corrections' },
  { name: 'corrections-empty', as: 'newcomer', path: '/desk/corrections' },
];
