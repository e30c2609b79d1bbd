package relief

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// nobody are the tables with a doc that knows no person, each with why.
var nobody = map[string]string{
	"relief_crises":       "what happened, and where",
	"relief_items":        "goods and their codes",
	"relief_consignments": "papers and who gives, as the public may read",
	"relief_proposals":    "weights and sums, and the number of who made it",
	"relief_outlays":      "what was bought of whom, as the public reads it, and the numbers of who approved",
	"relief_tasks":        "what is to be done, and where",
	"relief_past":         "records that were published without people, by random keys",
}

// TestEveryTableSaysWhereItKnowsPeople fails for a table with a doc that is neither
// blanked when its crisis is over long enough nor said to know nobody.
func TestEveryTableSaysWhereItKnowsPeople(t *testing.T) {
	schema := strings.Join(Schema.Steps, "\n")
	known := 0
	for _, m := range regexp.MustCompile(`(?s)CREATE TABLE (\w+) \(([^;]*?)\) /\*clustered`).FindAllStringSubmatch(schema, -1) {
		if !strings.Contains(m[2], "doc TEXT") {
			continue
		}
		known++
		here := slices.ContainsFunc(traces(), func(x trace) bool { return x.table == m[1] })
		if _, without := nobody[m[1]]; here == without {
			t.Errorf("%s: say in traces what of its doc is about people, or in this test why nothing is", m[1])
		}
	}
	if known < 10 {
		t.Errorf("only %d tables with a doc were found", known)
	}
	for name, want := range map[string]string{"R. Saidov, driver": "R. S. D.", "مریم": "م.", "": ""} {
		if got := initials(name); got != want || initials(got) != got {
			t.Errorf("%q: %q", name, got)
		}
	}
}
