// Medusa from its published packages. `node peer.mjs load CATALOGUE` makes its
// tables and fills them; `node peer.mjs serve` answers as its guide to
// deployment says: a cluster of servers, one for each processor, and a worker.
// DATABASE_URL, REDIS_URL and PORT say where.
import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const env = { ...process.env, NODE_ENV: 'production', MEDUSA_DISABLE_TELEMETRY: 'true', LOG_LEVEL: 'warn',
  JWT_SECRET: 'bench-only', COOKIE_SECRET: 'bench-only', AUTH_MFA_ENCRYPTION_KEY: 'bench-only'.padEnd(32, '.') };
const medusa = 'node_modules/@medusajs/cli/cli.js';

function done(...args) {
  const { status } = spawnSync('node', [medusa, ...args], { env, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

function running(mode, port, ...args) {
  const p = spawn('node', [medusa, 'start', '--host', '127.0.0.1', '--port', String(port), ...args],
    { env: { ...env, MEDUSA_WORKER_MODE: mode }, stdio: 'inherit' });
  p.on('exit', () => process.exit(1));
}

const port = Number(process.env.PORT);
if (process.argv[2] === 'load') {
  done('db:migrate');
  done('exec', './load.js', process.argv[3]);
} else {
  const n = String(availableParallelism());
  running('server', port, '--cluster', n, '--servers', n);
  running('worker', port + 1);
}
