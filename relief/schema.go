package relief

import "agora/db"

// Schema is the tables of this package. Times are microseconds in UTC, money minor
// units of the consignment's currency; doc is JSON. Everything of a crisis lies with it.
var Schema = db.Schema{Name: "relief", Steps: []string{`
CREATE TABLE relief_crises (
	crisis_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id)
) /*clustered*/;
CREATE TABLE relief_facilities (
	crisis_id BIGINT NOT NULL,
	facility_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	kind TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, facility_id)
) /*clustered*/;
CREATE TABLE relief_items (
	crisis_id BIGINT NOT NULL,
	item_id BIGINT NOT NULL,
	code TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, item_id)
) /*clustered*/;
CREATE UNIQUE INDEX relief_items_code ON relief_items (crisis_id, code);
CREATE TABLE relief_consignments (
	crisis_id BIGINT NOT NULL,
	consignment_id BIGINT NOT NULL,
	facility_id BIGINT NOT NULL,
	origin BIGINT NOT NULL,
	state TEXT NOT NULL,
	packages BIGINT NOT NULL,
	expects BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, consignment_id)
) /*clustered*/;
CREATE TABLE relief_packages (
	crisis_id BIGINT NOT NULL,
	consignment_id BIGINT NOT NULL,
	number BIGINT NOT NULL,
	package_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	value BIGINT NOT NULL,
	custody_id BIGINT NOT NULL,
	scan_id BIGINT NOT NULL,
	PRIMARY KEY (crisis_id, consignment_id, number)
) /*clustered*/;
CREATE TABLE relief_custody (
	crisis_id BIGINT NOT NULL,
	consignment_id BIGINT NOT NULL,
	custody_id BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, consignment_id, custody_id)
) /*clustered*/;
CREATE TABLE relief_scans (
	crisis_id BIGINT NOT NULL,
	consignment_id BIGINT NOT NULL,
	scan_id BIGINT NOT NULL,
	device TEXT NOT NULL,
	device_scan BIGINT NOT NULL,
	number BIGINT NOT NULL,
	at BIGINT NOT NULL,
	by_whom TEXT NOT NULL,
	PRIMARY KEY (crisis_id, consignment_id, scan_id)
) /*clustered*/;
CREATE UNIQUE INDEX relief_scans_once ON relief_scans (crisis_id, consignment_id, device, device_scan);
CREATE TABLE relief_needs (
	crisis_id BIGINT NOT NULL,
	need_id BIGINT NOT NULL,
	facility_id BIGINT NOT NULL,
	item_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, need_id)
) /*clustered*/;
CREATE UNIQUE INDEX relief_needs_open ON relief_needs (crisis_id, facility_id, item_id) WHERE state = 'open';
CREATE INDEX relief_needs_state ON relief_needs (crisis_id, state, need_id);
CREATE TABLE relief_pledges (
	crisis_id BIGINT NOT NULL,
	pledge_id BIGINT NOT NULL,
	item_id BIGINT NOT NULL,
	units BIGINT NOT NULL,
	state TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, pledge_id)
) /*clustered*/;
CREATE INDEX relief_pledges_state ON relief_pledges (crisis_id, state, pledge_id);
CREATE TABLE relief_discrepancies (
	crisis_id BIGINT NOT NULL,
	consignment_id BIGINT NOT NULL,
	discrepancy_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	owner BIGINT NOT NULL,
	due BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, consignment_id, discrepancy_id)
) /*clustered*/;
`, `
-- records of other systems
CREATE TABLE relief_past (
	crisis_id BIGINT NOT NULL,
	kind TEXT NOT NULL,
	line_id TEXT NOT NULL,
	said_id TEXT NOT NULL,
	line BIGINT NOT NULL,
	verdict TEXT NOT NULL,
	item_id BIGINT NOT NULL,
	units BIGINT NOT NULL,
	status TEXT NOT NULL,
	began BIGINT NOT NULL,
	ended BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, kind, line_id)
) /*clustered*/;
CREATE INDEX relief_past_said ON relief_past (crisis_id, kind, said_id);
CREATE INDEX relief_past_line ON relief_past (crisis_id, kind, verdict, line, line_id);
`, `
-- matching
ALTER TABLE relief_pledges ADD COLUMN allotted BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_pledges ADD COLUMN sent BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_pledges ADD COLUMN declined BIGINT NOT NULL DEFAULT 0;
UPDATE relief_pledges SET sent = units WHERE state = 'sent';
UPDATE relief_pledges SET declined = units WHERE state = 'declined';
CREATE TABLE relief_weights (
	crisis_id BIGINT NOT NULL,
	name TEXT NOT NULL,
	value BIGINT NOT NULL,
	by_whom TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (crisis_id, name)
) /*clustered*/;
CREATE TABLE relief_proposals (
	crisis_id BIGINT NOT NULL,
	proposal_id BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, proposal_id)
) /*clustered*/;
CREATE TABLE relief_allotments (
	crisis_id BIGINT NOT NULL,
	allotment_id BIGINT NOT NULL,
	proposal_id BIGINT NOT NULL,
	pledge_id BIGINT NOT NULL,
	need_id BIGINT NOT NULL,
	facility_id BIGINT NOT NULL,
	item_id BIGINT NOT NULL,
	units BIGINT NOT NULL,
	state TEXT NOT NULL,
	consignment_id BIGINT NOT NULL,
	why TEXT NOT NULL,
	reasons TEXT NOT NULL,
	PRIMARY KEY (crisis_id, allotment_id)
) /*clustered*/;
CREATE INDEX relief_allotments_state ON relief_allotments (crisis_id, state, allotment_id);
CREATE INDEX relief_allotments_pledge ON relief_allotments (crisis_id, pledge_id, state);
CREATE TABLE relief_rests (
	crisis_id BIGINT NOT NULL,
	proposal_id BIGINT NOT NULL,
	side TEXT NOT NULL,
	subject_id BIGINT NOT NULL,
	units BIGINT NOT NULL,
	why TEXT NOT NULL,
	sides BIGINT NOT NULL,
	PRIMARY KEY (crisis_id, proposal_id, side, subject_id)
) /*clustered*/;
`, `
-- money
CREATE TABLE relief_funds (
	crisis_id BIGINT NOT NULL,
	currency TEXT NOT NULL,
	pledged BIGINT NOT NULL,
	received BIGINT NOT NULL,
	spent BIGINT NOT NULL,
	returned BIGINT NOT NULL,
	alone BIGINT NOT NULL,
	alone_by TEXT NOT NULL,
	PRIMARY KEY (crisis_id, currency)
) /*clustered*/;
CREATE TABLE relief_donations (
	crisis_id BIGINT NOT NULL,
	donation_id BIGINT NOT NULL,
	ref TEXT NOT NULL,
	state TEXT NOT NULL,
	currency TEXT NOT NULL,
	amount BIGINT NOT NULL,
	received BIGINT NOT NULL,
	returned BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, donation_id)
) /*clustered*/;
CREATE INDEX relief_donations_state ON relief_donations (crisis_id, state, donation_id);
CREATE INDEX relief_donations_ref ON relief_donations (ref);
CREATE TABLE relief_receipts (
	crisis_id BIGINT NOT NULL,
	receipt_id BIGINT NOT NULL,
	donation_id BIGINT NOT NULL,
	way TEXT NOT NULL,
	way_key TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount > 0),
	told BIGINT NOT NULL,
	PRIMARY KEY (crisis_id, receipt_id)
) /*clustered*/;
CREATE INDEX relief_receipts_key ON relief_receipts (way, way_key);
CREATE INDEX relief_receipts_donation ON relief_receipts (crisis_id, donation_id);
CREATE TABLE relief_outlays (
	crisis_id BIGINT NOT NULL,
	outlay_id BIGINT NOT NULL,
	consignment_id BIGINT NOT NULL,
	donation_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	currency TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount > 0),
	paid BIGINT NOT NULL,
	day BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, outlay_id)
) /*clustered*/;
CREATE INDEX relief_outlays_state ON relief_outlays (crisis_id, state, day);
`, `
-- carriage and time
CREATE TABLE relief_carriages (
	crisis_id BIGINT NOT NULL,
	carriage_id BIGINT NOT NULL,
	consignment_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	day BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, carriage_id)
) /*clustered*/;
CREATE INDEX relief_carriages_state ON relief_carriages (crisis_id, state, day);
CREATE INDEX relief_carriages_consignment ON relief_carriages (crisis_id, consignment_id);
CREATE TABLE relief_helpers (
	crisis_id BIGINT NOT NULL,
	helper_id BIGINT NOT NULL,
	person_id BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, helper_id)
) /*clustered*/;
CREATE TABLE relief_tasks (
	crisis_id BIGINT NOT NULL,
	task_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	skill TEXT NOT NULL,
	starts BIGINT NOT NULL,
	places BIGINT NOT NULL,
	taken BIGINT NOT NULL CHECK (taken BETWEEN 0 AND places),
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, task_id)
) /*clustered*/;
CREATE INDEX relief_tasks_state ON relief_tasks (crisis_id, state, starts);
CREATE TABLE relief_shifts (
	crisis_id BIGINT NOT NULL,
	task_id BIGINT NOT NULL,
	helper_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL,
	PRIMARY KEY (crisis_id, task_id, helper_id)
) /*clustered*/;
CREATE INDEX relief_shifts_helper ON relief_shifts (crisis_id, helper_id);
CREATE INDEX relief_shifts_until ON relief_shifts (until) WHERE state = 'claimed';
`, `
-- slots
CREATE TABLE relief_slots (
	crisis_id BIGINT NOT NULL,
	slot_id BIGINT NOT NULL,
	facility_id BIGINT NOT NULL,
	begins BIGINT NOT NULL,
	ends BIGINT NOT NULL,
	capacity BIGINT NOT NULL,
	taken BIGINT NOT NULL,
	off BIGINT NOT NULL,
	PRIMARY KEY (crisis_id, slot_id),
	CHECK (taken >= 0 AND taken <= capacity)
) /*clustered*/;
CREATE INDEX relief_slots_begins ON relief_slots (crisis_id, begins, slot_id);
CREATE TABLE relief_bookings (
	crisis_id BIGINT NOT NULL,
	booking_id BIGINT NOT NULL,
	slot_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	pin TEXT NOT NULL,
	secret TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, booking_id)
) /*clustered*/;
CREATE UNIQUE INDEX relief_bookings_pin ON relief_bookings (crisis_id, slot_id, pin);
CREATE UNIQUE INDEX relief_bookings_secret ON relief_bookings (crisis_id, secret);
`, `
-- retention
ALTER TABLE relief_crises ADD COLUMN closed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_crises ADD COLUMN forgotten BIGINT NOT NULL DEFAULT 0;
`, `
-- facilities: what people write to them through the node
CREATE TABLE relief_messages (
	crisis_id BIGINT NOT NULL,
	facility_id BIGINT NOT NULL,
	message_id BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, facility_id, message_id)
) /*clustered*/;
`, `
-- custody: passes, and the pictures by which hand-overs were signed
CREATE TABLE relief_passes (
	crisis_id BIGINT NOT NULL,
	pass_id BIGINT NOT NULL,
	consignment_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	state TEXT NOT NULL,
	ends BIGINT NOT NULL,
	code TEXT NOT NULL,
	tries BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, pass_id)
) /*clustered*/;
CREATE INDEX relief_passes_of ON relief_passes (crisis_id, consignment_id, pass_id);
CREATE TABLE relief_proofs (
	crisis_id BIGINT NOT NULL,
	consignment_id BIGINT NOT NULL,
	custody_id BIGINT NOT NULL,
	kind TEXT NOT NULL,
	blob TEXT NOT NULL,
	PRIMARY KEY (crisis_id, consignment_id, custody_id, kind)
) /*clustered*/;
CREATE INDEX relief_proofs_old ON relief_proofs (custody_id);
`, `
-- needs
ALTER TABLE relief_needs ADD COLUMN confirmed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_needs ADD COLUMN reminded BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_needs ADD COLUMN runs_out BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_needs ADD COLUMN had BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_needs ADD COLUMN holder BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_needs ADD COLUMN holder_name TEXT NOT NULL DEFAULT '';
ALTER TABLE relief_needs ADD COLUMN held BIGINT NOT NULL DEFAULT 0;
UPDATE relief_needs SET confirmed = 1735689600000000 + need_id / 4096, runs_out = 1735689600000000 + need_id / 4096 + 31536000000000;
DROP INDEX relief_needs_open;
CREATE UNIQUE INDEX relief_needs_one ON relief_needs (crisis_id, facility_id, item_id) WHERE state IN ('open', 'asleep');
CREATE INDEX relief_needs_at ON relief_needs (crisis_id, facility_id, item_id);
CREATE INDEX relief_needs_urgent ON relief_needs (crisis_id, runs_out, need_id) WHERE state <> 'withdrawn';
CREATE INDEX relief_needs_confirmed ON relief_needs (confirmed) WHERE state = 'open';
`, `
-- retention: what was refused is forgotten earlier
ALTER TABLE relief_facilities ADD COLUMN refused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_facilities ADD COLUMN forgotten BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_needs ADD COLUMN refused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_needs ADD COLUMN forgotten BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_pledges ADD COLUMN refused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_pledges ADD COLUMN forgotten BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_donations ADD COLUMN refused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_donations ADD COLUMN forgotten BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_carriages ADD COLUMN refused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE relief_carriages ADD COLUMN forgotten BIGINT NOT NULL DEFAULT 0;
`, `
-- substitutes: instead is 1 for what came in the place of what its facility needed
ALTER TABLE relief_allotments ADD COLUMN instead BIGINT NOT NULL DEFAULT 0;
UPDATE relief_allotments SET instead = 1 WHERE state = 'sent' AND EXISTS (SELECT 1 FROM relief_consignments c
	WHERE c.crisis_id = relief_allotments.crisis_id AND c.consignment_id = relief_allotments.consignment_id AND c.state = 'received');
CREATE INDEX relief_allotments_consignment ON relief_allotments (crisis_id, consignment_id) WHERE consignment_id > 0;
`, `
-- vouchers of outlays
ALTER TABLE relief_outlays ADD COLUMN vouchers BIGINT NOT NULL DEFAULT 0;
CREATE TABLE relief_vouchers (
	crisis_id BIGINT NOT NULL,
	outlay_id BIGINT NOT NULL,
	voucher_id BIGINT NOT NULL,
	by_whom TEXT NOT NULL,
	blob TEXT NOT NULL,
	PRIMARY KEY (crisis_id, outlay_id, voucher_id)
) /*clustered*/;
`}}
