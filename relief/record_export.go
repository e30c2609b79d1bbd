package relief

import (
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strconv"

	"agora/sheet"
)

var (
	recordHeads = []string{"list", "status", "item", "item_code", "unit", "lines", "units"}
	recordTags  = []string{"#meta+list", "#status", "#item+name", "#item+code", "#item+unit", "#meta+lines", "#output+imported+quantity"}
)

// ExportRecords writes what the good lines of other systems' lists add up to, as CSV with
// a row of HXL tags. It is apart from Export: nobody here saw these goods.
func (s *Service) ExportRecords(ctx context.Context, id CrisisID, w io.Writer) error {
	sums, err := s.RecordSums(ctx, id)
	if err != nil {
		return err
	}
	items, err := s.Items(ctx, id)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write(recordHeads) // what goes wrong is kept until Flush
	_ = out.Write(recordTags)
	for _, r := range sums {
		i := slices.IndexFunc(items, func(i Item) bool { return i.ID == r.Item })
		if i < 0 {
			continue
		}
		_ = out.Write([]string{string(r.Kind), string(r.Status), sheet.Guard(nameOf(items[i])), items[i].Code, string(items[i].Unit), strconv.FormatInt(r.Lines, 10), strconv.FormatInt(r.Units, 10)})
	}
	out.Flush()
	return out.Error()
}
