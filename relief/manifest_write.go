package relief

import (
	"encoding/csv"
	"io"

	"agora/sheet"
)

// WriteManifest writes what was packed as ReadManifest reads it: a row for each lot of a
// package. What nobody said is left empty.
func (c Cargo) WriteManifest(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write(columns) // what goes wrong is kept until Flush
	for _, p := range c.Parcels {
		for i, s := range p.Contents {
			value := ""
			if i == 0 && p.Value > 0 { // the value of a package stands in its first row
				value = hundredths(p.Value)
			}
			_ = out.Write([]string{number(p.Number), sheet.Guard(c.Items[s.Lot.Item].Code), number(s.Units), value, sheet.Guard(s.Lot.Batch), day(s.Lot.Expires.Time()), string(s.Lot.Origin)})
		}
	}
	out.Flush()
	return out.Error()
}

// hundredths writes a value in major units with a point, as minor reads it.
func hundredths(n int64) string {
	part := number(n % 100)
	if len(part) < 2 {
		part = "0" + part
	}
	return number(n/100) + "." + part
}
