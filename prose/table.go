package prose

import (
	"slices"
	"strings"
)

// Columns is how many a table may have; a wider one becomes a list of its rows.
const Columns = 40

// Table draws rows of cells, each of one line. Markdown has one row of heads: without
// any it is empty, and others than the first are rows like the rest. Right are columns of numbers.
func Table(heads int, rows [][]string, right ...int) string {
	wide := 0
	for _, r := range rows {
		wide = max(wide, len(r))
	}
	switch {
	case wide == 0:
		return ""
	case wide > Columns:
		return rowList(rows)
	case heads == 0:
		rows = append([][]string{make([]string, wide)}, rows...)
	}
	var b strings.Builder
	for i, r := range rows {
		for c := range wide {
			b.WriteString("| ")
			if c < len(r) && r[c] != "" {
				b.WriteString(r[c] + " ")
			}
		}
		b.WriteString("|\n")
		if i == 0 {
			for c := range wide {
				b.WriteString("|---")
				if slices.Contains(right, c) {
					b.WriteByte(':')
				}
			}
			b.WriteString("|\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func rowList(rows [][]string) string {
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = "- " + strings.Join(r, " / ")
	}
	return strings.Join(lines, "\n")
}
