package landed

// Change is what an import does to one rule.
type Change struct {
	ID    string
	New   bool
	Cells []CellChange // by column, in the order of the file
}

// CellChange is one column of a rule, as a file writes it.
type CellChange struct{ Column, Old, New string }

// Changes compares rules of a file with those there are; what the file does not
// name stays. Rules that are the same are left out.
func Changes(have, file []Rule) (changes []Change) {
	at := make(map[string]Rule, len(have))
	for _, r := range have {
		at[r.ID] = r
	}
	for _, r := range file {
		old, known := at[r.ID]
		c := Change{ID: r.ID, New: !known}
		was, is := map[string]string{}, r.cells()
		if known {
			was = old.cells()
		}
		for _, name := range columns {
			if name != "id" && was[name] != is[name] {
				c.Cells = append(c.Cells, CellChange{name, was[name], is[name]})
			}
		}
		if len(c.Cells) > 0 {
			changes = append(changes, c)
		}
	}
	return changes
}
