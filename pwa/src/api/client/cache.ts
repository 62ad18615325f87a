import type { Cache, CacheExchangeOpts, Resolver } from '@urql/exchange-graphcache';

/** Lists that somebody's sign-up changes are asked for again. */
function forget(cache: Cache, ...fields: string[]) {
  for (const f of cache.inspectFields('Query')) if (fields.includes(f.fieldName)) cache.invalidate('Query', f.fieldName, f.arguments);
}
const ofRoster = (_r: unknown, _a: unknown, cache: Cache) => forget(cache, 'mySignUps');
const ofEvents = (_r: unknown, _a: unknown, cache: Cache) => forget(cache, 'events', 'doorEvents');
const ofPeople = (_r: unknown, _a: unknown, cache: Cache) => forget(cache, 'roster', 'candidates', 'joinRequests');
const byId = (typename: string): Resolver => (parent, args, cache, info) => {
  const key = cache.keyOfEntity({ __typename: typename, id: String(args.id) });
  return key && cache.resolve(key, 'id') ? key : (parent[info.fieldName] ?? null);
};

// Parts of something else: they have no id and live where they were asked for. The cache knows that by itself, and warns while developing.
const inside =
  'PageInfo Membership InboxChange LogInPayload LogInWays Invitation VenueCode RosterChange EventConnection EventEdge SignUpConnection SignUpEdge ' +
  'NoticeConnection NoticeEdge PersonConnection PersonEdge UnitConnection UnitEdge TeamConnection TeamEdge JoinRequestConnection JoinRequestEdge ' +
  'Explanation Step KeptPlaces JoinRules OfferRules Arrivals Arrival';

/** How answers are kept: what has no id of its own, what opens from a list already seen, what a write makes stale. */
export const cacheShape = {
  keys: {
    EventCounts: (d) => String(d.eventId),
    ShiftCounts: (d) => String(d.shiftId),
    UnitCounts: (d) => (d.unit as { id?: string } | undefined)?.id ?? null,
    CheckInResult: () => null, // its id is the entry's
    ...(import.meta.env.DEV ? Object.fromEntries(inside.split(' ').map((name) => [name, () => null])) : {}),
  },
  resolvers: { Query: { event: byId('Event'), unit: byId('Unit') } },
  updates: {
    Mutation: {
      signUp: ofRoster,
      withdraw: ofRoster,
      answerOffer: ofRoster,
      moveSignUp: ofRoster,
      createEvent: ofEvents,
      publishEvent: ofEvents,
      copyEvent: ofEvents,
      cancelEvent: ofEvents,
      addPerson: ofPeople,
      approveJoin: ofPeople,
      declineJoin: ofPeople,
      revokeSession: (_r, _a, cache) => forget(cache, 'sessions'),
    },
  },
} satisfies CacheExchangeOpts;
