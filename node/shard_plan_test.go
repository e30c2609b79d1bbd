package node

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// plan is a node of what PostgreSQL says it will do.
type plan struct {
	Type    string `json:"Node Type"`
	Table   string `json:"Relation Name"`
	Plans   []plan `json:"Plans"`
	Targets []plan `json:"Target Tables"`
}

// each calls f for the node and all below.
func (p plan) each(f func(plan)) {
	f(p)
	for _, list := range [][]plan{p.Plans, p.Targets} {
		for _, x := range list {
			x.each(f)
		}
	}
}

// planner asks PostgreSQL which parts of tables statements reach.
type planner struct {
	*testing.T
	c    *sql.Conn
	home map[string]string
	n    int
}

var parted = regexp.MustCompile(`^(.+)__(\d+)$`)

// reach gives the parts of each spread table that a statement reads or writes
// when each number it is given is the same, and each text: then what names its
// shop, or two shops, reaches one part, and what names none reaches all.
//
// A plan for any values (generic) tells which tables there are; a plan for these
// values which parts. What the values made go away would be missed, so it counts
// as reaching all.
func (p *planner) reach(query string) (parts map[string][]int, err error) {
	p.n++
	name := "s" + strconv.Itoa(p.n)
	ctx := context.Background()
	if _, err := p.c.ExecContext(ctx, "PREPARE "+name+" AS "+query); err != nil {
		return nil, err
	}
	var types string
	if err := p.c.QueryRowContext(ctx, `SELECT COALESCE(array_to_string(parameter_types, ','), '') FROM pg_prepared_statements WHERE name = $1`, name).Scan(&types); err != nil {
		return nil, err
	}
	call := name
	if types != "" {
		var args []string
		for _, kind := range strings.Split(types, ",") {
			switch kind {
			case "bigint", "integer", "numeric":
				args = append(args, "0") // the shop of the house, which some texts name
			case "text":
				args = append(args, "'none'")
			default:
				return nil, fmt.Errorf("a parameter of type %s", kind)
			}
		}
		call += "(" + strings.Join(args, ", ") + ")"
	}
	found := func(mode string) (map[string][]int, error) {
		var text string
		if _, err := p.c.ExecContext(ctx, "SET plan_cache_mode = "+mode); err != nil {
			return nil, err
		}
		if err := p.c.QueryRowContext(ctx, "EXPLAIN (FORMAT JSON, COSTS OFF) EXECUTE "+call).Scan(&text); err != nil {
			return nil, err
		}
		var plans []struct{ Plan plan }
		if err := json.Unmarshal([]byte(text), &plans); err != nil {
			return nil, err
		}
		parts := map[string][]int{}
		plans[0].Plan.each(func(x plan) {
			table, n := x.Table, -1
			if m := parted.FindStringSubmatch(x.Table); m != nil {
				table = m[1]
				n, _ = strconv.Atoi(m[2])
			}
			if table == "" {
				return
			}
			if parts[table] == nil {
				parts[table] = []int{}
			}
			if n >= 0 && !slices.Contains(parts[table], n) {
				parts[table] = append(parts[table], n)
			}
		})
		return parts, nil
	}
	all, err := found("force_generic_plan")
	if err != nil {
		return nil, err
	}
	parts, err = found("force_custom_plan")
	for table := range all {
		if parts[table] == nil && err == nil {
			parts[table] = all[table]
		}
	}
	return parts, err
}

// fault says what keeps a statement from one machine a shop; "" when nothing does.
func (p *planner) fault(query string) string {
	parts, err := p.reach(query)
	if err != nil {
		return err.Error()
	}
	kinds, where := []string{}, []int{}
	for table, list := range parts {
		by := p.home[table]
		switch {
		case by == "":
			return table + " is no table"
		case by == everywhere:
			if writes(query, table) {
				return "it writes " + table + ", of which every machine has a copy"
			}
			continue
		case len(list) > 1:
			return fmt.Sprintf("it reaches all of %s: it says nothing about %s", table, by)
		}
		if !slices.Contains(kinds, by) {
			kinds = append(kinds, by)
		}
		for _, n := range list {
			if !slices.Contains(where, n) {
				where = append(where, n)
			}
		}
	}
	slices.Sort(kinds)
	if len(kinds) > 1 {
		return "it joins rows of different machines, by " + strings.Join(kinds, " and ")
	}
	if len(where) > 1 {
		return fmt.Sprintf("its tables are joined without their shop: parts %v", where)
	}
	return ""
}

// sought is the one statement that may ask every machine: which shop has a thing
// of which only the id is known. It is asked when the thing comes into a cart;
// from then on its shop is remembered (catalog's homes, cart_lines).
var sought = regexp.MustCompile(`^SELECT v\.variant_id, .* WHERE v\.variant_id IN \([$0-9,]+\) ORDER BY v\.shop_id, v\.variant_id$`)

// writes reports whether a statement changes a table.
func writes(query, table string) bool {
	word := strings.Fields(query)
	return word[0] != "SELECT" && slices.Contains(word[:min(len(word), 4)], table)
}

// TestPurchasesNameTheirShop lets people and machines buy from three shops at
// once, and PostgreSQL say of each statement, on tables that are split, which
// parts it would reach.
func TestPurchasesNameTheirShop(t *testing.T) {
	database, asked := purchases(t)
	c, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	list := tables(t, c)
	apart(t, c, list) // what it refuses is told by the other test
	conn, err := c.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, q := range []string{"SET search_path = apart", "SET enable_partitionwise_join = on"} {
		if _, err := conn.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	p := &planner{T: t, c: conn, home: map[string]string{}}
	for _, x := range list {
		p.home[x.name] = x.by
	}
	found := 0
	for _, step := range asked.steps {
		for _, q := range asked.asked[step] {
			q = strings.Join(strings.Fields(q), " ")
			if sought.MatchString(q) && slices.Contains([]string{"cart", "create"}, step) {
				found++
				continue
			}
			if why := p.fault(q); why != "" {
				t.Errorf("%s: %s:\n\t%s", step, why, q)
			}
		}
		t.Logf("%s: %d statements", step, len(asked.asked[step]))
	}
	if found == 0 {
		t.Error("nothing was sought by its id alone: the exception is none any more")
	}
}
