package node

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"agora/db/dbtest"
)

// shards is into how many parts the tests split a table.
const shards = 8

// Homes of tables that aren't a shop's.
const (
	everywhere = "every machine has a copy"
	atHome     = "the first machine has it"
)

// homes says how each table is spread when a node grows over several machines;
// what isn't named belongs to shops and is spread by shop_id. A word that is a
// column spreads by that column. Each has its reason.
var homes = map[string]struct{ by, why string }{
	// what every page or purchase reads and people seldom change
	"bank_mappings": {everywhere, "how to read the statements of a few banks"}, "carrier_tariffs": {everywhere, "tariffs of carriers, on their days"},
	"carriers": {everywhere, "a few carriers"}, "categories": {everywhere, "the tree of goods"}, "traits": {everywhere, "what goods of a category may say"},
	"synonyms": {everywhere, "words of search"}, "wordings": {everywhere, "corrected texts"}, "settings": {everywhere, "the operator's settings"},
	"secrets": {everywhere, "keys of the node"}, "notify_keys": {everywhere, "keys of the node"}, "certificate_keys": {everywhere, "keys of the node"}, "certificate_signers": {everywhere, "keys of the node"}, "ucp_keys": {everywhere, "keys of the node"},
	"exchange_rates": {everywhere, "a row a day and currency"}, "landed_rules": {everywhere, "rules of duty"}, "landed_switches": {everywhere, "rules of duty, on or off"},
	"people": {everywhere, "of each account, one short row that sessions, logins and roles refer to; guests have none"},
	"roles":  {everywhere, "only who works for a shop or the house; asked by person, with the session"},

	// the operator's desk: written by a few people, in no purchase
	"cash_agents": {atHome, "who takes cash for carriers"}, "cash_remittances": {atHome, "what carriers bring"}, "consolidations": {atHome, "bags of parcels of many shops"},
	"conversions": {atHome, "money the house changed"}, "invoice_counters": {atHome, "numbers without a gap"}, "invoice_months": {atHome, "what was invoiced"},
	"landed_drafts": {atHome, "rules under work"}, "landed_history": {atHome, "rules of before"}, "overdue_reports": {atHome, "reports to the operator"},
	"rate_asks": {atHome, "when banks were asked"}, "rate_drafts": {atHome, "sheets of rates under work"}, "rate_sheets": {atHome, "what banks said"},
	"payout_days": {atHome, "the calendar of payouts"}, "schema_steps": {atHome, "what was migrated"}, "jobs_cursor": {atHome, "how far events were relayed"},
	"hook_cursor": {atHome, "how far webhooks read the events"},
	"river_job":   {atHome, "the queue has its own tables"}, "river_leader": {atHome, "the queue"}, "river_migration": {atHome, "the queue"},
	"notify_messages": {atHome, "written by jobs, whose queue is at home, too"}, "notify_subscriptions": {atHome, "with the messages"},
	"river_notification": {atHome, "the queue"}, "river_queue": {atHome, "the queue"},

	// what must be unique everywhere: found by what is unique
	"logins": {"login", "one person a login"}, "shop_handles": {"handle", "one shop a handle"}, "placements": {"idempotency_key", "one placement a key"},
	"once_keys": {"who", "a form is done once"}, "ucp_answers": {"answer_key", "a call is answered once"}, "counters": {"name", "numbers of orders, one row"},

	// what a buyer has, over many shops
	"sessions": {"token", "a browser shows its token"}, "carts": {"cart", "a cart is of many shops"}, "cart_lines": {"cart", "with its cart"}, "cart_codes": {"cart", "with its cart"},
	"cart_holds": {"cart", "with its cart"}, "cart_held": {"cart", "with its cart"},
	"order_groups": {"group_id", "one purchase at many shops"}, "payments": {"group_id", "of the whole purchase"}, "cash_codes": {"group_id", "of the whole purchase"},
	"ucp_sessions": {"session", "a machine's cart or checkout"}, "ucp_news": {"group_id", "what a machine is told of a purchase"},
	"cash_known": {"contact", "who said yes at a door, of any shop"},
	"no_shows":   {"contact", "who didn't take parcels, at any shop"}, "saved_searches": {"person_id", "a buyer's"},

	// crises, which many read and no shop's rows are read with
	"goods_lots": {"book_id", "goods of a crisis are in one place"}, "goods_moves": {"book_id", "with their crisis"}, "goods_lines": {"book_id", "with their crisis"}, "goods_stock": {"book_id", "with their crisis"},
	"academy_courses":  {"slug", "there is one of a name"},
	"academy_editions": {"course_id", "with their course"},
	"academy_lessons":  {"course_id", "with their course"},
	"academy_quizzes":  {"course_id", "with their course"},
	"academy_files":    {"course_id", "with their course"},
	"academy_learners": {"person_id", "a learner is in one place"},
	"academy_steps":    {"person_id", "with their learner"},
	"academy_answers":  {"person_id", "with their learner"},
	"academy_evidence": {"person_id", "with its learner"},
	"academy_people":   {"person_id", "what a learner says of herself"},
	"academy_arrivals": {"person_id", "what somebody sent"},
	"academy_cohorts":  {"course_id", "with their course"},
	"academy_codes":    {"code", "one cohort a code"},
	"academy_classes":  {"course_id", "with their cohort"},
	"academy_mentors":  {"person_id", "a mentor finds what she looks after"},
	"academy_parked":   {"person_id", "what her devices told"},
	"relief_crises":    {"crisis_id", "a crisis is in one place"}, "relief_facilities": {"crisis_id", "with their crisis"}, "relief_items": {"crisis_id", "with their crisis"},
	"relief_consignments": {"crisis_id", "with their crisis"}, "relief_packages": {"crisis_id", "with their crisis"}, "relief_custody": {"crisis_id", "with their crisis"},
	"relief_scans": {"crisis_id", "with their crisis"}, "relief_needs": {"crisis_id", "with their crisis"}, "relief_pledges": {"crisis_id", "with their crisis"}, "relief_discrepancies": {"crisis_id", "with their crisis"},
	"relief_past":    {"crisis_id", "with their crisis"},
	"relief_weights": {"crisis_id", "with their crisis"}, "relief_proposals": {"crisis_id", "with their crisis"}, "relief_allotments": {"crisis_id", "with their crisis"}, "relief_rests": {"crisis_id", "with their crisis"},
	"relief_carriages": {"crisis_id", "with their crisis"}, "relief_helpers": {"crisis_id", "with their crisis"}, "relief_tasks": {"crisis_id", "with their crisis"}, "relief_shifts": {"crisis_id", "with their crisis"},
	"relief_funds": {"crisis_id", "with their crisis"}, "relief_donations": {"crisis_id", "with their crisis"}, "relief_receipts": {"crisis_id", "with their crisis"}, "relief_outlays": {"crisis_id", "with their crisis"}, "relief_vouchers": {"crisis_id", "with their crisis"},
	"relief_slots": {"crisis_id", "with their crisis"}, "relief_bookings": {"crisis_id", "with their crisis"},
	"price_baselines": {atHome, "what essential goods cost, few rows"}, "price_caps": {"crisis_id", "with their crisis"}, "price_watch": {atHome, "how far events were read"},
	"relief_messages": {"crisis_id", "with their crisis"},
	"relief_passes":   {"crisis_id", "with their crisis"}, "relief_proofs": {"crisis_id", "with their crisis"},

	// events, which many visit and no shop's rows are read with
	"assembly_events": {"event_id", "an event is in one place"}, "assembly_sessions": {"event_id", "with their event"}, "assembly_speakers": {"event_id", "with their event"},
	"assembly_seats": {"event_id", "with their event"}, "assembly_messages": {"event_id", "with their event"}, "assembly_questions": {"event_id", "with their event"},
	"assembly_votes": {"event_id", "with their event"}, "assembly_polls": {"event_id", "with their event"}, "assembly_ballots": {"event_id", "with their event"},
	"assembly_captions": {"event_id", "with their event"}, "assembly_hands": {"event_id", "with their event"},
	"assembly_pins": {"event_id", "with their event"}, "assembly_reactions": {"event_id", "with their event"},
	"assembly_recordings": {"event_id", "with their event"}, "assembly_pieces": {"event_id", "with their event"}, "assembly_recorded": {"event_id", "with their event"},
	"assembly_decks": {"event_id", "with their event"}, "assembly_slides": {"event_id", "with their event"}, "assembly_showings": {"event_id", "with their event"},
	"assembly_files":  {"event_id", "with their event; the same content in two places is two files there"},
	"assembly_series": {"event_id", "with their event"}, "assembly_tickets": {"event_id", "with their event"},
	"assembly_proposals": {"event_id", "with their event"}, "assembly_reviews": {"event_id", "with their event"},
	"assembly_booths": {"event_id", "with their event"}, "assembly_breakouts": {"event_id", "with their event"}, "assembly_grouped": {"event_id", "with their event"},
	"assembly_attended": {"event_id", "with their event"},
	"assembly_presence": {"event_id", "with their event"}, "assembly_answers": {"event_id", "with their event"},
	"certificates": {"number", "who checks one has its number"}, "certificate_holders": {"source", "with what it was given for"},
	"certificate_places": {"list", "a list is asked for as a whole"},
}

// apartOnly are keys that hold on each machine only, with what holds in their
// stead.
var apartOnly = map[string]string{
	"order_groups_number": "numbers come from one row of counters, in the transaction: no two groups have one; the index finds them",
}

// table is how a table is spread over machines.
type table struct {
	name, by string // by is a column, everywhere or atHome
}

func (t table) spread() bool { return t.by != everywhere && t.by != atHome }

// tables lists every table of a database, with its home.
func tables(t *testing.T, c *sql.DB) (list []table) {
	t.Helper()
	names := rows(t, c, `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`)
	for name := range homes {
		if !slices.Contains(names, name) {
			t.Errorf("%s has a home, and is no table", name)
		}
	}
	for _, name := range names {
		by := homes[name].by
		if by == "" {
			by = "shop_id"
		}
		list = append(list, table{name, by})
	}
	return list
}

// rows reads the one column of a query.
func rows(t *testing.T, c *sql.DB, query string, args ...any) (list []string) {
	t.Helper()
	r, err := c.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatalf("%v in %s", err, query)
	}
	defer r.Close()
	for r.Next() {
		var s string
		if err := r.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// apart makes the tables once more in a schema of their own, each split into
// parts by the column by which machines would share it, with all its keys. It
// gives what PostgreSQL refuses: a key or a reference that rows on different
// machines would break.
func apart(t *testing.T, c *sql.DB, list []table) (refused []string) {
	t.Helper()
	try := func(what, q string) {
		if _, err := c.ExecContext(t.Context(), q); err != nil {
			refused = append(refused, fmt.Sprintf("%s: %v", what, err))
		}
	}
	try("schema", `CREATE SCHEMA apart`)
	by := map[string]string{}
	for _, x := range list {
		by[x.name] = x.by
		q := `CREATE TABLE apart.` + x.name + ` (LIKE public.` + x.name + ` INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`
		if !x.spread() {
			try(x.name, q)
			continue
		}
		try(x.name, q+` PARTITION BY HASH (`+x.by+`)`)
		for n := range shards {
			try(x.name, fmt.Sprintf(`CREATE TABLE apart.%s PARTITION OF apart.%s FOR VALUES WITH (MODULUS %d, REMAINDER %d)`, part(x.name, n), x.name, shards, n))
		}
	}
	inside := strings.NewReplacer(" ON public.", " ON apart.", " REFERENCES ", " REFERENCES apart.")
	for _, x := range list { // unique keys first, references need them
		for _, def := range rows(t, c, `SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = to_regclass($1) ORDER BY indisunique DESC, 1`, "public."+x.name) {
			name := strings.Fields(def[strings.Index(def, "INDEX ")+len("INDEX "):])[0]
			if strings.Contains(name, "river_") || apartOnly[name] != "" {
				continue // those of the queue call its own functions
			}
			try(x.name, inside.Replace(def))
		}
	}
	for _, x := range list {
		for _, def := range rows(t, c, `SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = to_regclass($1)`, "public."+x.name) {
			try(x.name, `ALTER TABLE apart.`+x.name+` ADD `+inside.Replace(def))
			to := strings.FieldsFunc(def[strings.Index(def, "REFERENCES ")+len("REFERENCES "):], func(r rune) bool { return r == '(' })[0]
			if x.spread() && by[to] != everywhere && by[to] != x.by || x.spread() && by[to] == x.by && !strings.Contains(def, x.by) {
				refused = append(refused, fmt.Sprintf("%s: %s leads to rows of another machine", x.name, def))
			}
		}
	}
	return refused
}

// part names a part of a table.
func part(table string, n int) string { return fmt.Sprintf("%s__%d", table, n) }

// TestTablesCanBeSplit makes every table as several machines would share it. A
// shop's table has shop_id, never empty; its keys and references have it too.
func TestTablesCanBeSplit(t *testing.T) {
	database := dbtest.NewPostgres(t)
	s := settings(t, t.TempDir())
	s.Database = database
	n, err := Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	n.Close()
	c, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	list := tables(t, c)
	owned := 0
	for _, x := range list {
		if x.by == "shop_id" {
			owned++
		}
		if x.spread() && len(rows(t, c, `SELECT 'x' FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = $2 AND attnotnull AND NOT atthasdef`, "public."+x.name, x.by)) == 0 {
			t.Errorf("%s has no column %s that every row must say: it belongs to a shop, or stands in homes", x.name, x.by)
		}
	}
	for _, r := range apart(t, c, list) {
		t.Error(r)
	}
	t.Logf("%d tables, %d of shops", len(list), owned)
}
