// A page for developers: runs an operation by POST, a subscription on the websocket, and prints the schema.
const at = (id) => document.getElementById(id);
const show = (text, more) => { at('answer').textContent = (more ? at('answer').textContent : '') + text + '\n'; };
let socket;

function stop() {
  socket?.close(1000);
  socket = undefined;
  at('stop').disabled = true;
}

function params() {
  return { query: at('query').value, variables: JSON.parse(at('variables').value || '{}') };
}

async function post(body) {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  if (at('token').value) headers.authorization = 'Bearer ' + at('token').value;
  const answer = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(body) });
  return answer.json();
}

function subscribe(body) {
  const token = at('token').value;
  socket = new WebSocket(location.origin.replace(/^http/, 'ws') + '/graphql', 'graphql-transport-ws');
  at('stop').disabled = false;
  socket.onopen = () => socket.send(JSON.stringify({ type: 'connection_init', payload: token ? { authorization: 'Bearer ' + token } : {} }));
  socket.onclose = (e) => { show(`closed ${e.code} ${e.reason}`, true); stop(); };
  socket.onmessage = (e) => {
    const message = JSON.parse(e.data);
    if (message.type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: body }));
    else if (message.type === 'ping') socket.send('{"type":"pong"}');
    else show(JSON.stringify(message.payload ?? message.type, null, 2), true);
  };
}

async function run() {
  stop();
  show('…');
  try {
    const body = params();
    if (/^\s*subscription\b/m.test(body.query)) { show(''); subscribe(body); }
    else show(JSON.stringify(await post(body), null, 2));
  } catch (e) { show(String(e)); }
}

const typeText = (t) => t.kind === 'NON_NULL' ? typeText(t.ofType) + '!' : t.kind === 'LIST' ? '[' + typeText(t.ofType) + ']' : t.name;
const typeRef = '{kind name ofType{kind name ofType{kind name ofType{kind name}}}}';

async function schema() {
  const { data } = await post({ query: `{__schema{types{name kind description enumValues{name} inputFields{name type ${typeRef}}
    fields{name description args{name type ${typeRef}} type ${typeRef}}}}}` });
  const line = (f) => `  ${f.name}${f.args?.length ? '(' + f.args.map((a) => `${a.name}: ${typeText(a.type)}`).join(', ') + ')' : ''}: ${typeText(f.type)}${f.description ? '   # ' + f.description : ''}`;
  show(data.__schema.types.filter((t) => !t.name.startsWith('__')).map((t) => {
    const rows = t.enumValues?.map((v) => '  ' + v.name) ?? (t.fields ?? t.inputFields ?? []).map(line);
    return `${t.kind.toLowerCase()} ${t.name}${t.description ? '   # ' + t.description : ''}\n${rows.join('\n')}\n`;
  }).join('\n'));
}

at('run').onclick = run;
at('stop').onclick = stop;
at('schema').onclick = schema;
addEventListener('keydown', (e) => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) void run(); });
