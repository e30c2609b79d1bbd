package relief

import (
	"encoding/json"
	"strings"
	"unicode"
)

// trace is where a table knows people, and what becomes of that when they are forgotten.
// Each part of the package has its own; a table that has none stands in the test that
// looks for them.
type trace struct {
	table, key string   // key names the row within its crisis; "" for one that is not gone through row by row
	drop       []string // fields of doc that go; "earlier.note" is a field of each that is listed there
	initials   []string // fields of doc of which initials stay: accounts need somebody to have signed
	actors     []string // fields of doc that name an actor: of the holder of a pass its number stays
	set        string   // what becomes of columns beside doc
	only       string   // which rows it is about; "" for all
	gone       bool     // the row itself goes: it counts for nothing
	refused    string   // the state of what was refused or withdrawn, of which people are forgotten earlier
}

// traces are all of them. What a consignment says of who gave comes before pledges, by
// which that is known.
func traces() []trace {
	return []trace{
		{table: "relief_facilities", key: "facility_id", drop: []string{"contact", "checker", "why"}, refused: string(Refused)},
		{table: "relief_needs", key: "need_id", drop: []string{"reporter", "note", "earlier.reporter", "earlier.note"}, set: "holder = 0, holder_name = ''", refused: string(Withdrawn)},
		{table: "relief_pledges", key: "pledge_id", drop: []string{"contact", "note", "place", "lat", "lon"}, initials: []string{"donor"}, refused: string(Declined)},
		{table: "relief_custody", key: "custody_id", drop: []string{"proof", "drawn"}, initials: []string{"person"}, actors: []string{"by"}},
		{table: "relief_discrepancies", key: "discrepancy_id", actors: []string{"closed_by"}},
		{table: "relief_donations", key: "donation_id", drop: []string{"contact", "note"}, initials: []string{"donor"}, refused: string(Declined)},
		{table: "relief_outlays", key: "outlay_id", only: "donation_id <> 0", drop: []string{"what"}}, // why money went back
		{table: "relief_carriages", key: "carriage_id", drop: []string{"contact", "note"}, initials: []string{"carrier"}, refused: string(Unwanted)},
		{table: "relief_helpers", key: "helper_id", drop: []string{"contact"}, initials: []string{"name"}, set: "person_id = 0"},
		{table: "relief_proposals", key: "proposal_id", initials: []string{"by"}},
		{table: "relief_passes", key: "pass_id", drop: []string{"email"}, initials: []string{"name"}, set: "code = ''"},
		{table: "relief_messages", gone: true},
		{table: "relief_bookings", gone: true},
		{table: "relief_weights", set: "by_whom = ''"},
		{table: "relief_scans", set: "by_whom = '', device = '', device_scan = scan_id"}, // which phone it was; its scans stay apart
	}
}

// blank takes people out of a doc.
func (t trace) blank(doc string) (string, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(doc), &fields); err != nil {
		return "", err
	}
	changed := false
	for _, name := range t.drop {
		gone, err := dropField(fields, name)
		if err != nil {
			return "", err
		}
		changed = changed || gone
	}
	shorten := func(names []string, short func(string) string) {
		for _, name := range names {
			var said string
			if raw, ok := fields[name]; !ok || json.Unmarshal(raw, &said) != nil || short(said) == said {
				continue
			}
			fields[name], changed = json.RawMessage(text(short(said))), true
		}
	}
	shorten(t.initials, initials)
	shorten(t.actors, func(said string) string {
		who, _, _ := strings.Cut(said, " ") // an actor is one word; a pass says its holder after it
		return who
	})
	if !changed {
		return doc, nil
	}
	return text(fields), nil
}

// dropField takes a field out of some, or, by a name such as "earlier.note", out of each
// that is listed in one; it reports whether there was one.
func dropField(fields map[string]json.RawMessage, name string) (dropped bool, err error) {
	outer, inner, deep := strings.Cut(name, ".")
	raw, ok := fields[outer]
	if !ok {
		return false, nil
	}
	if !deep {
		delete(fields, outer)
		return true, nil
	}
	var list []map[string]json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return false, err
	}
	for _, one := range list {
		if _, ok := one[inner]; ok {
			delete(one, inner)
			dropped = true
		}
	}
	if dropped {
		fields[outer] = json.RawMessage(text(list))
	}
	return dropped, nil
}

// initials writes the first letters of a name: "R. S." of "R. Saidov".
func initials(name string) string {
	var out []string
	for word := range strings.FieldsFuncSeq(name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) }) {
		for _, c := range word {
			out = append(out, string(unicode.ToUpper(c))+".")
			break
		}
	}
	return strings.Join(out, " ")
}
