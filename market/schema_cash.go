package market

// cashSteps are the third step: the codes by which orders paid at the door are
// confirmed. A code itself is not kept; it is computed from the node's key.
const cashSteps = `
CREATE TABLE cash_codes (
	group_id BIGINT NOT NULL,
	sends BIGINT NOT NULL,
	tries BIGINT NOT NULL,
	PRIMARY KEY (group_id)
) /*clustered*/;
`

// agentSteps are the fourth step: who hands over what is paid at the door, what
// was collected for which order, and how it came to the bank.
const agentSteps = `
CREATE TABLE cash_agents (
	person_id BIGINT NOT NULL,
	name TEXT NOT NULL,
	carrier TEXT NOT NULL,
	point TEXT NOT NULL,
	ended BIGINT NOT NULL,
	PRIMARY KEY (person_id)
) /*clustered*/;
CREATE TABLE cash_collected (
	order_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	agent_id BIGINT NOT NULL,
	currency TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount > 0),
	remittance_id BIGINT NOT NULL,
	PRIMARY KEY (order_id, shop_id)
) /*clustered*/;
CREATE INDEX cash_collected_agent ON cash_collected (agent_id, remittance_id, order_id);
CREATE INDEX cash_collected_remittance ON cash_collected (remittance_id, order_id) WHERE remittance_id > 0;
CREATE TABLE cash_remittances (
	remittance_id BIGINT NOT NULL,
	agent_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	orders BIGINT NOT NULL,
	currency TEXT NOT NULL,
	lines BIGINT NOT NULL,
	declared BIGINT NOT NULL,
	came BIGINT NOT NULL,
	reference TEXT NOT NULL,
	proof TEXT NOT NULL,
	updated BIGINT NOT NULL,
	PRIMARY KEY (remittance_id)
) /*clustered*/;
CREATE INDEX cash_remittances_agent ON cash_remittances (agent_id, remittance_id);
CREATE INDEX cash_remittances_open ON cash_remittances (remittance_id) WHERE state = 'declared';
`

// refusedSteps are the fifth step: what the way back of a refused parcel costs
// (in the shop's currency), who bears it, and whether the carrier has it; and
// which contacts did not take one, as keyed digests.
const refusedSteps = `
ALTER TABLE orders ADD COLUMN way_back BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN way_back_house BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN way_back_paid BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN forgiven BIGINT NOT NULL DEFAULT 0;
UPDATE orders SET forgiven = 1 WHERE state = 'refused';
CREATE INDEX orders_way_back ON orders (order_id) WHERE way_back > 0 AND way_back_paid = 0;
CREATE TABLE no_shows (
	contact TEXT NOT NULL,
	order_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	refused BIGINT NOT NULL,
	forgiven BIGINT NOT NULL,
	PRIMARY KEY (contact, order_id, shop_id)
) /*clustered*/;
CREATE INDEX no_shows_order ON no_shows (order_id);
`
