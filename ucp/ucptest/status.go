package ucptest

import (
	"slices"
	"strings"
)

// Status judges that the state of a checkout, its messages, its continue_url
// and its order go together (T16, T17).
func Status(doc map[string]any) error {
	var p problems
	status, next := text(doc, "status"), text(doc, "continue_url")
	terminal := status == "completed" || status == "canceled"
	if terminal {
		p.check(doc["continue_url"] == nil, "continue_url in the terminal state %s (T16)", status)
	} else {
		p.check(absolute(next), "state %s: continue_url %q is no absolute https address (T16)", status, next)
	}

	buyer, errs := 0, 0
	for _, m := range objects(doc, "messages") {
		if m["type"] != "error" {
			continue
		}
		errs++
		switch m["severity"] {
		case "requires_buyer_input", "requires_buyer_review":
			buyer++
		case "unrecoverable":
			p.check(terminal, "an unrecoverable error in the open state %s, which has a resource to act on (T16)", status)
		}
	}
	if status == "requires_escalation" {
		p.check(buyer > 0, "requires_escalation without a message that requires the buyer (T16)")
	} else {
		p.check(buyer == 0, "state %s with a message that requires the buyer (T16)", status)
	}
	p.check(status != "incomplete" || errs > 0, "incomplete, and no error says what is missing (T16)")
	p.check((status == "completed") == (doc["order"] != nil), "state %s, order there: %v; completed has it, no other (T17)", status, doc["order"] != nil)
	if order := object(doc, "order"); order != nil {
		p.check(absolute(text(order, "permalink_url")), "order.permalink_url is no absolute https address (T17)")
	}
	return p.err()
}

// Messages judges that messages say something, and of what.
func Messages(doc map[string]any) error {
	var p problems
	for i, m := range objects(doc, "messages") {
		p.check(strings.TrimSpace(text(m, "content")) != "", "messages[%d] says nothing", i)
		path, ok := m["path"].(string)
		p.check(!ok || strings.HasPrefix(path, "$"), "messages[%d].path %q is no JSONPath", i, path)
		p.check(m["presentation"] != "disclosure" || ok, "messages[%d] is a disclosure without a path", i)
	}
	return p.err()
}

// Titles judges that options beside one another can be told apart, and that
// their description does not repeat the title (T22).
func Titles(doc map[string]any) error {
	var p problems
	for _, g := range groups(doc) {
		options := objects(g, "options")
		same := twice(ids(options, "title"))
		p.check(same == "", "group %s has two options %q (T22)", text(g, "id"), same)
		for _, o := range options {
			title := strings.TrimSpace(text(o, "title"))
			p.check(title != "", "option %s has no title (T22)", text(o, "id"))
			p.check(title == "" || !strings.Contains(strings.ToLower(text(o, "description")), strings.ToLower(title)),
				"option %s: the description repeats the title (T22)", text(o, "id"))
		}
	}
	return p.err()
}

// OneGroup judges what a platform that cannot show several groups needs: one
// group in each method (T23).
func OneGroup(doc map[string]any) error {
	var p problems
	for _, m := range objects(doc, "fulfillment", "methods") {
		n := len(objects(m, "groups"))
		p.check(n <= 1, "method %s has %d groups for a platform that shows one (T23)", text(m, "id"), n)
	}
	return p.err()
}

func groups(doc map[string]any) (list []map[string]any) {
	for _, m := range objects(doc, "fulfillment", "methods") {
		list = append(list, objects(m, "groups")...)
	}
	return list
}

// References judges that methods and groups of a checkout name lines,
// destinations and options that are there, each line once.
func References(doc map[string]any) error {
	var p problems
	lines := ids(objects(doc, "line_items"), "id")
	p.check(twice(lines) == "", "two lines have the id %s", twice(lines))
	var delivered []string
	for _, m := range objects(doc, "fulfillment", "methods") {
		id, own := text(m, "id"), texts(m, "line_item_ids")
		delivered = append(delivered, own...)
		p.within(own, lines, "method "+id, "lines")
		p.chosen(m, "selected_destination_id", ids(objects(m, "destinations"), "id"), "method "+id)
		var grouped []string
		for _, g := range objects(m, "groups") {
			grouped = append(grouped, texts(g, "line_item_ids")...)
			p.chosen(g, "selected_option_id", ids(objects(g, "options"), "id"), "group "+text(g, "id"))
		}
		p.within(grouped, own, "the groups of method "+id, "the method's lines")
		p.check(twice(grouped) == "", "line %s is in two groups of method %s", twice(grouped), id)
	}
	p.check(twice(delivered) == "", "line %s is in two methods", twice(delivered))
	return p.err()
}

func (p *problems) within(list, all []string, who, what string) {
	for _, s := range list {
		p.check(slices.Contains(all, s), "%s names %q, which is not among %s", who, s, what)
	}
}

// chosen checks a selection: of one that is there, and each there once.
func (p *problems) chosen(doc map[string]any, field string, offered []string, who string) {
	p.check(twice(offered) == "", "%s offers %s twice", who, twice(offered))
	if s, ok := doc[field].(string); ok {
		p.check(slices.Contains(offered, s), "%s: %s is %q, which is not offered", who, field, s)
	}
}
