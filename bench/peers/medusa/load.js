// Fills an empty Medusa through its own workflows, as `medusa exec ./load.js
// CATALOGUE` does it, and prints what a buyer needs: region and public key.
const { readFileSync, writeFileSync } = require('node:fs');
const { ContainerRegistrationKeys, Modules } = require('@medusajs/framework/utils');
const flows = require('@medusajs/medusa/core-flows');

module.exports.default = async function load({ container, args }) {
  const c = JSON.parse(readFileSync(args[0], 'utf8'));
  const country = c.country.toLowerCase(), currency = c.currency.toLowerCase();
  const run = async (name, input) => (await flows[name + 'Workflow'](container).run({ input })).result;
  const link = container.resolve(ContainerRegistrationKeys.LINK);
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const [store] = await container.resolve(Modules.STORE).listStores();
  await run('updateStores', { selector: { id: store.id }, update: { supported_currencies: [{ currency_code: currency, is_default: true }] } });

  const [channel] = await run('createSalesChannels', { salesChannelsData: [{ name: 'Bench' }] });
  const [key] = await run('createApiKeys', { api_keys: [{ title: 'Bench', type: 'publishable', created_by: '' }] });
  await run('linkSalesChannelsToApiKey', { id: key.id, add: [channel.id] });
  const [region] = await run('createRegions', { regions: [{ name: 'Home', currency_code: currency, countries: [country], payment_providers: ['pp_system_default'] }] });
  await run('createTaxRegions', [{ country_code: country, provider_id: 'tp_system' }]);

  const [place] = await run('createStockLocations', { locations: [{ name: 'Store', address: { address_1: 'Store 1', country_code: country } }] });
  await run('linkSalesChannelsToStockLocation', { id: place.id, add: [channel.id] });
  await link.create({ [Modules.STOCK_LOCATION]: { stock_location_id: place.id }, [Modules.FULFILLMENT]: { fulfillment_provider_id: 'manual_manual' } });
  const [profile] = await run('createShippingProfiles', { data: [{ name: 'Parcels', type: 'bench' }] });
  const set = await container.resolve(Modules.FULFILLMENT).createFulfillmentSets({ name: 'Post', type: 'shipping',
    service_zones: [{ name: 'Home', geo_zones: [{ country_code: country, type: 'country' }] }] });
  await link.create({ [Modules.STOCK_LOCATION]: { stock_location_id: place.id }, [Modules.FULFILLMENT]: { fulfillment_set_id: set.id } });
  await run('createShippingOptions', [{ name: 'Post', price_type: 'flat', provider_id: 'manual_manual', service_zone_id: set.service_zones[0].id,
    shipping_profile_id: profile.id, type: { label: 'Post', description: 'Post', code: 'post' }, prices: [{ currency_code: currency, amount: 80 }],
    rules: [{ attribute: 'enabled_in_store', value: 'true', operator: 'eq' }, { attribute: 'is_return', value: 'false', operator: 'eq' }] }]);

  const shelves = await run('createProductCategories', { product_categories: c.categories.map(g => ({ name: g.name, handle: g.key, is_active: true })) });
  const shelf = Object.fromEntries(shelves.map(s => [s.handle, s.id]));
  for (let at = 0; at < c.products.length; at += 100) {
    await run('createProducts', { products: c.products.slice(at, at + 100).map(p => ({ title: p.title, handle: p.handle, description: p.text,
      status: 'published', weight: p.grams, category_ids: [shelf[p.category]], shipping_profile_id: profile.id, sales_channels: [{ id: channel.id }],
      options: [{ title: 'Kind', values: ['One'] }],
      variants: [{ title: 'One', sku: p.sku, manage_inventory: true, options: { Kind: 'One' }, prices: [{ amount: p.price / 100, currency_code: currency }] }] })) });
  }
  const stock = Object.fromEntries(c.products.map(p => [p.sku, p.stock]));
  const { data: items } = await query.graph({ entity: 'inventory_item', fields: ['id', 'sku'] });
  await run('createInventoryLevels', { inventory_levels: items.map(i => ({ location_id: place.id, inventory_item_id: i.id, stocked_quantity: stock[i.sku] })) });
  writeFileSync('shop.json', JSON.stringify({ region: region.id, key: key.token }));
};
