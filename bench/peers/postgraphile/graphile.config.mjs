// PostGraphile 5 on DATABASE_URL at PORT, with its usual pool of ten connections.
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

export default {
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString: process.env.DATABASE_URL, schemas: ['app'] })],
  grafserv: { host: '127.0.0.1', port: Number(process.env.PORT), websockets: false, graphiql: false },
  grafast: { explain: false },
};
