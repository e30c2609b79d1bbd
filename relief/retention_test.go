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
	"relief_consignments": "papers and who gives, as the public may read; forgetGivers looks at donors",
	"relief_tasks":        "what is to be done, and where",
	"relief_past":         "records that were published without people, by random keys",
}

// nobodyIn are the columns of text beside a doc in which no person is, each with why. Columns
// that are states, kinds and codes of this program are not asked for.
var nobodyIn = map[string]string{
	"relief_items.code":         "a code of goods",
	"relief_past.line_id":       "a hash of a line",
	"relief_past.said_id":       "a hash of what it says",
	"relief_donations.ref":      "a number on a transfer, as the accounts have it",
	"relief_receipts.way_key":   "the bank's number of a transfer",
	"relief_funds.alone_by":     "the number of an account",
	"relief_proofs.blob":        "the key of a picture, which goes with its row",
	"relief_vouchers.blob":      "the key of a file, which goes with its row",
	"relief_vouchers.by_whom":   "the number of an account",
	"relief_allotments.reasons": "reasons in words of this program",
}

// coded are columns whose values are words of this program.
var coded = []string{"doc", "state", "kind", "role", "skill", "currency", "way", "side", "why", "verdict", "status", "name"}

// columnsOf are the columns of text of a table as its schema has them.
func columnsOf(schema, table string) (list []string) {
	for _, m := range regexp.MustCompile(`(?s)CREATE TABLE `+table+` \(([^;]*?)\) /\*clustered`).FindAllStringSubmatch(schema, -1) {
		for _, c := range regexp.MustCompile(`(?m)^\s*(\w+) TEXT`).FindAllStringSubmatch(m[1], -1) {
			list = append(list, c[1])
		}
	}
	for _, c := range regexp.MustCompile(`ALTER TABLE `+table+` ADD COLUMN (\w+) TEXT`).FindAllStringSubmatch(schema, -1) {
		list = append(list, c[1])
	}
	return list
}

// TestEveryColumnOfTextSaysWhereItKnowsPeople fails for one beside a doc of which nobody said
// whether people are in it.
func TestEveryColumnOfTextSaysWhereItKnowsPeople(t *testing.T) {
	schema := strings.Join(Schema.Steps, "\n")
	looked := 0
	for _, m := range regexp.MustCompile(`CREATE TABLE (\w+)`).FindAllStringSubmatch(schema, -1) {
		for _, column := range columnsOf(schema, m[1]) {
			if looked++; slices.Contains(coded, column) {
				continue
			}
			here := slices.ContainsFunc(traces(), func(x trace) bool { return x.table == m[1] && (x.gone || strings.Contains(x.set, column+" = ''")) })
			if _, without := nobodyIn[m[1]+"."+column]; here == without {
				t.Errorf("%s.%s: say in traces what becomes of it, or in nobodyIn why no person is in it", m[1], column)
			}
		}
	}
	if looked < 40 {
		t.Errorf("only %d columns of text were found", looked)
	}
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
