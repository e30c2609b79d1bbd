// Vendure from its published package. `node peer.mjs load CATALOGUE` makes its
// tables and fills them through its own populate; `node peer.mjs serve` answers
// as its guides to production say: a server for each processor, and a worker.
// DATABASE_URL and PORT say where.
import { spawnSync } from 'node:child_process';
import cluster from 'node:cluster';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

process.env.VENDURE_DISABLE_TELEMETRY = 'true';
const require = createRequire(import.meta.url);
const v = require('@vendure/core');
const { populate } = require('@vendure/core/cli');

const task = process.argv[2];
const plugins = [v.DefaultJobQueuePlugin.init({}), v.DefaultCachePlugin.init({}), v.DefaultSchedulerPlugin.init({})];
// While goods come in, the search would index each by a job of its own.
if (task !== 'load') plugins.push(v.DefaultSearchPlugin.init({ indexStockStatus: true }));
const config = {
  apiOptions: { port: Number(process.env.PORT), hostname: '127.0.0.1', adminApiPath: 'admin-api', shopApiPath: 'shop-api', introspection: false, cors: false },
  authOptions: { tokenMethod: 'bearer', superadminCredentials: { identifier: 'superadmin', password: 'bench-only' } },
  dbConnectionOptions: { type: 'postgres', url: process.env.DATABASE_URL, synchronize: task !== 'serve', logging: false, poolSize: 20 },
  logger: new v.DefaultLogger({ level: v.LogLevel.Warn }),
  paymentOptions: { paymentMethodHandlers: [v.dummyPaymentHandler] },
  plugins,
};

async function load(file) {
  const c = JSON.parse(readFileSync(file, 'utf8'));
  const name = Object.fromEntries(c.categories.map(g => [g.key, g.name]));
  const cell = s => `"${String(s).replaceAll('"', '""')}"`;
  const rows = ['name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets'];
  for (const p of c.products) {
    rows.push([p.title, p.handle, p.text, '', `category:${name[p.category]}`, '', '', p.sku, p.price / 100, 'standard', p.stock, 'true', '', ''].map(cell).join(','));
  }
  const csv = join(tmpdir(), `vendure-${process.pid}.csv`);
  writeFileSync(csv, rows.join('\n'));
  const initial = {
    defaultLanguage: 'en', defaultZone: 'home', countries: [{ code: c.country, name: c.country, zone: 'home' }],
    taxRates: [{ name: 'Standard', percentage: 0 }], shippingMethods: [{ name: 'Post', price: 8000 }],
    paymentMethods: [{ name: 'Dummy', handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'true' }] } }],
    collections: c.categories.map(g => ({ name: g.name, slug: g.key,
      filters: [{ code: 'facet-value-filter', args: { facetValueNames: [g.name], containsAny: false } }] })),
  };
  const app = await populate(() => v.bootstrap(config), initial, csv);
  rmSync(csv);
  await settled(app);
  await app.close();
  // The search wants a process of its own: plugins are taken in once.
  process.exit(spawnSync(process.execPath, [process.argv[1], 'index'], { stdio: 'inherit' }).status);
}

async function index() {
  const app = await v.bootstrap(config);
  await app.get(v.SearchService).reindex(await app.get(v.RequestContextService).create({ apiType: 'admin' }));
  await settled(app);
  await app.close();
  process.exit(0);
}

// settled does the jobs that wait, and those that these make.
async function settled(app) {
  await app.get(v.JobQueueService).start();
  const jobs = app.get(v.ConfigService).jobQueueOptions.jobQueueStrategy;
  for (let quiet = 0; quiet < 3;) {
    await new Promise(go => setTimeout(go, 1000));
    const { totalItems } = await jobs.findMany({ take: 1, filter: { isSettled: { eq: false } } });
    quiet = totalItems ? 0 : quiet + 1;
  }
}

if (task === 'load') await load(process.argv[3]);
else if (task === 'index') await index();
else if (cluster.isPrimary) {
  for (let i = 0; i < availableParallelism(); i++) cluster.fork();
  cluster.fork({ PEER_WORKER: '1' });
  cluster.on('exit', () => process.exit(1));
  for (const s of ['SIGINT', 'SIGTERM']) process.on(s, () => process.exit(0));
} else if (process.env.PEER_WORKER) await (await v.bootstrapWorker(config)).startJobQueue();
else await v.bootstrap(config);
