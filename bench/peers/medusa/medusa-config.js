// Medusa as its guide to deployment says: events, workflows, locks, cache and
// sessions in Redis, the panel switched off. DATABASE_URL, REDIS_URL, PORT and
// MEDUSA_WORKER_MODE say the rest.
const { defineConfig } = require('@medusajs/framework/utils');

const redisUrl = process.env.REDIS_URL;
module.exports = defineConfig({
  admin: { disable: true },
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL, databaseDriverOptions: { ssl: false, connection: { ssl: false } },
    databaseLogging: false, redisUrl, workerMode: process.env.MEDUSA_WORKER_MODE || 'shared',
    http: { storeCors: 'http://localhost', adminCors: 'http://localhost', authCors: 'http://localhost', jwtSecret: 'bench-only', cookieSecret: 'bench-only' },
  },
  modules: [
    { resolve: '@medusajs/medusa/event-bus-redis', options: { redisUrl } },
    { resolve: '@medusajs/medusa/workflow-engine-redis', options: { redis: { redisUrl } } },
    { resolve: '@medusajs/medusa/caching', options: { providers: [{ resolve: '@medusajs/caching-redis', id: 'caching-redis', is_default: true, options: { redisUrl } }] } },
    { resolve: '@medusajs/medusa/locking', options: { providers: [{ resolve: '@medusajs/medusa/locking-redis', id: 'locking-redis', is_default: true, options: { redisUrl } }] } },
  ],
});
