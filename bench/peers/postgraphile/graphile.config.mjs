// PostGraphile 5 on DATABASE_URL at PORT, with its usual pool of ten connections. One subscription, fed by LISTEN: the counts
// travel in the notification (live.sql), so that a change costs no query for each watcher.
import { jsonParse } from 'postgraphile/@dataplan/json';
import { makePgService } from 'postgraphile/adaptors/pg';
import { context, lambda, listen } from 'postgraphile/grafast';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { extendSchema, gql } from 'postgraphile/utils';

const eventChanged = extendSchema({
  typeDefs: gql`
    extend type Subscription { eventChanged(id: Int!): EventCounts }
    type EventCounts { id: Int! taken: Int! capacity: Int! }`,
  objects: { Subscription: { plans: { eventChanged: {
    subscribePlan: (_, { $id }) => listen(context().get('pgSubscriber'), lambda($id, (id) => `event:${id}`), jsonParse),
    plan: ($event) => $event,
  } } } },
});

process.on('SIGUSR2', () => globalThis.gc()); // before its memory is read

export default {
  extends: [PostGraphileAmberPreset],
  plugins: [eventChanged],
  pgServices: [makePgService({ connectionString: process.env.DATABASE_URL, schemas: ['app'] })],
  grafserv: { host: '127.0.0.1', port: Number(process.env.PORT), websockets: true, graphiql: false },
  grafast: { explain: false },
};
