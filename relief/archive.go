package relief

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"time"

	"agora/db"
	"agora/goods"
	"agora/identity"
)

// Archived is one file of an archive, as it was written.
type Archived struct {
	Name    string   // "needs.csv"
	Columns []string // names, in their order
	Rows    int64    // under names and tags
}

// Archive writes all that is counted of a crisis, one file after another into what open
// gives for its name, each row as it is read, all as it was at one moment. Who
// coordinates may. Of persons who did not choose to be named there are initials at most:
// the archive outlasts the day on which they are forgotten.
func (s *Service) Archive(ctx context.Context, by identity.Actor, id CrisisID, open func(name string) (io.Writer, error)) (list []Archived, at time.Time, err error) {
	if !Coordinates(by) {
		return nil, at, errNotMe
	}
	ctx, end := s.db.Snapshot(ctx)
	defer end()
	a := archive{crisis: id}
	if a.record, err = s.record(ctx, id); err != nil {
		return nil, at, err
	}
	write := func(name string, do func(w io.Writer) error) {
		if err != nil {
			return
		}
		var w io.Writer
		if w, err = open(name); err != nil {
			return
		}
		c := counter{to: w}
		err = do(&c)
		list = append(list, c.archived(name))
	}
	write("totals.csv", a.writeTotals)
	for _, t := range archiveTables() {
		write(t.name, func(w io.Writer) error {
			return s.db.Read(ctx, func(tx *db.Tx) error {
				at = tx.Now
				return t.write(tx, &a, w)
			})
		})
	}
	write("money.csv", func(w io.Writer) error { return s.ExportFund(ctx, id, w) })
	write("imported.csv", func(w io.Writer) error { return s.ExportRecords(ctx, id, w) })
	return list, at, err
}

// archive is what the files of one are made of.
type archive struct {
	record
	crisis CrisisID
}

func (a *archive) place(id FacilityID) string { return a.places[id].Name }

// thing names an item, and gives its code.
func (a *archive) thing(id goods.ItemID) (name, code string) {
	i := a.items[id]
	return nameOf(i), i.Code
}

// archiveTable is a file of an archive.
type archiveTable struct {
	name  string
	heads string // with the tag of each behind it, parted by spaces
	rows  func(tx *db.Tx, a *archive, row func(...string)) error
}

func (t archiveTable) write(tx *db.Tx, a *archive, w io.Writer) error {
	words := strings.Fields(t.heads)
	var heads, tags []string
	for i := 0; i+1 < len(words); i += 2 {
		heads, tags = append(heads, words[i]), append(tags, words[i+1])
	}
	var broken error
	err := tagged(w, heads, tags, func(row func(...string)) { broken = t.rows(tx, a, row) })
	return errors.Join(broken, err)
}

// counter counts the rows of a CSV file that is written through it, and keeps the first.
type counter struct {
	to     io.Writer
	head   bytes.Buffer
	rows   int64
	quoted bool
}

// Write passes on.
func (c *counter) Write(b []byte) (int, error) {
	for i, ch := range b {
		switch {
		case ch == '"':
			c.quoted = !c.quoted
		case ch == '\n' && !c.quoted:
			if c.rows++; c.rows == 1 {
				c.head.Write(b[:i])
			}
		}
	}
	if c.rows == 0 {
		c.head.Write(b)
	}
	return c.to.Write(b)
}

func (c *counter) archived(name string) Archived {
	columns, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(c.head.Bytes(), []byte("\ufeff")))).Read()
	if err != nil {
		columns = nil // it was cut off
	}
	return Archived{Name: name, Columns: columns, Rows: max(c.rows-2, 0)}
}

// day writes a day, nothing for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// moment writes a time of UTC, nothing for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// ref writes the id of another row, nothing for none.
func ref[T ~int64](id T) string {
	if id == 0 {
		return ""
	}
	return number(int64(id))
}
