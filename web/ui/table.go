package ui

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"agora/money"
)

// Col is a column of a table.
type Col struct {
	Head   string
	Number bool // aligned at the end
}

// Cell is one cell: the first of Part, Amount, Text that is set is shown.
type Cell struct {
	Part   templ.Component
	Amount money.Amount
	Text   string
	URL    string // where Text leads
	Code   bool   // Text reads left to right
}

// Figure is a number at a glance.
type Figure struct {
	What, Value, Note string
	Trend             []int64 // a small line of past values; nil for none
}

// buttonClass gives the classes of a button of this kind.
func buttonClass(kind string) string {
	class := "btn"
	for part := range strings.FieldsSeq(kind) {
		class += " btn-" + part
	}
	return class
}

// sparkPoints places values on 160 x 36, the last one at the end.
func sparkPoints(values []int64) (line, dotX, dotY string) {
	if len(values) < 2 {
		return "", "", ""
	}
	low, high := values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	span := max(high-low, 1)
	var b strings.Builder
	for i, v := range values {
		dotX = fmt.Sprintf("%.0f", 4+152*float64(i)/float64(len(values)-1))
		dotY = fmt.Sprintf("%.1f", 33-27*float64(v-low)/float64(span))
		b.WriteString(dotX + "," + dotY + " ")
	}
	return strings.TrimSpace(b.String()), dotX, dotY
}

// bars places parts of a whole on a line of 100.
func bars(whole int64, parts []int64) [][2]string {
	var out [][2]string
	at := 0.0
	for _, p := range parts {
		w := 0.0
		if whole > 0 {
			w = 100 * float64(p) / float64(whole)
		}
		out = append(out, [2]string{fmt.Sprintf("%.2f", at), fmt.Sprintf("%.2f", w)})
		at += w
	}
	return out
}
