package landed

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"agora/fault"
)

// columns are those of a file of rules, by the names that the shipped files
// have. A cell may be empty; lists are parted by spaces; yes is "yes".
var columns = []string{"id", "kind", "to", "hs", "except", "origins", "certified", "sent", "channel", "bps", "base", "threshold", "max_grams", "max_same", "counter",
	"excess", "min_per_kg", "frees", "single", "excise", "share", "apart", "flat", "ignore", "set", "from", "until", "status", "confidence", "source", "url", "seen",
	"note", "words", "off"}

// Bounds of a file of rules.
const (
	maxRules    = 20_000
	maxCellSize = 1000
)

// ReadRulesCSV reads rules of a CSV file whose first row names its columns, in
// any order. Faults name the row and the column.
func ReadRulesCSV(r io.Reader) ([]Rule, error) {
	in := csv.NewReader(withoutMark(r))
	head, err := in.Read()
	if err != nil || !slices.Contains(head, "id") || !slices.Contains(head, "kind") {
		return nil, fault.Field("file", "fault.rules_head", "columns", strings.Join(columns, ","))
	}
	for i, name := range head {
		if !slices.Contains(columns, name) || slices.Contains(head[:i], name) {
			return nil, fault.Field("file", "fault.rules_column", "column", name)
		}
	}
	var rules []Rule
	seen := map[string]bool{}
	for row := 2; ; row++ {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rules, nil
		}
		if err != nil || row > maxRules {
			return nil, fault.Field("file", "fault.rules_row", "row", row, "column", "")
		}
		w, column := writtenOf(head, record)
		if column != "" {
			return nil, fault.Field("file", "fault.rules_row", "row", row, "column", column)
		}
		for _, to := range w.To {
			rule, err := w.rule(to)
			if err != nil {
				return nil, fault.Field("file", "fault.rules_row", "row", row, "column", fault.List(err)[0].Field)
			}
			if seen[rule.ID] {
				return nil, fault.Field("file", "fault.rules_row", "row", row, "column", "id")
			}
			seen[rule.ID] = true
			rules = append(rules, rule)
		}
	}
}

// writtenOf reads one row; column names the cell that can't be read. The cells
// become the JSON that the shipped files are, so that there is one reader.
func writtenOf(head, record []string) (w written, column string) {
	cells := map[string]any{}
	for i, name := range head {
		text := strings.TrimSpace(record[i])
		if len(text) > maxCellSize {
			return w, name
		}
		if text == "" {
			continue
		}
		switch name {
		case "to", "origins", "sent", "except", "frees":
			cells[name] = strings.Fields(text)
		case "bps", "max_grams", "max_same", "excise", "share":
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return w, name
			}
			cells[name] = n
		case "certified", "excess", "single", "apart", "off":
			if text != "yes" && text != "no" {
				return w, name
			}
			cells[name] = text == "yes"
		default:
			cells[name] = text
		}
	}
	text, err := json.Marshal(cells)
	if err == nil {
		err = json.Unmarshal(text, &w)
	}
	switch {
	case err != nil:
		return w, "id"
	case len(w.To) == 0:
		return w, "to"
	}
	return w, ""
}

// WriteRulesCSV writes rules so that ReadRulesCSV gives the same.
func WriteRulesCSV(out io.Writer, rules []Rule) error {
	w := csv.NewWriter(out)
	if err := w.Write(columns); err != nil {
		return err
	}
	for _, r := range rules {
		cells := r.cells()
		record := make([]string, len(columns))
		for i, name := range columns {
			record[i] = cells[name]
		}
		if err := w.Write(record); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// cells are the columns of a rule, as a file and a comparison show them.
func (r Rule) cells() map[string]string {
	text, err := json.Marshal(r.written())
	if err != nil {
		panic(fmt.Sprintf("a rule that can't be written down: %v", err)) // it has only plain values
	}
	var values map[string]any
	if err := json.Unmarshal(text, &values); err != nil {
		panic(fmt.Sprintf("a rule that can't be read back: %v", err))
	}
	cells := make(map[string]string, len(values))
	for name, v := range values {
		switch v := v.(type) {
		case string:
			cells[name] = v
		case bool:
			cells[name] = "yes"
		case float64:
			cells[name] = strconv.FormatInt(int64(v), 10)
		case []any:
			words := make([]string, len(v))
			for i, word := range v {
				words[i] = fmt.Sprint(word)
			}
			cells[name] = strings.Join(words, " ")
		}
	}
	return cells
}
