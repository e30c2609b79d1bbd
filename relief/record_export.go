package relief

import (
	"context"
	"io"
	"slices"
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
	return tagged(w, recordHeads, recordTags, func(row func(...string)) {
		for _, r := range sums {
			if i := slices.IndexFunc(items, func(i Item) bool { return i.ID == r.Item }); i >= 0 {
				row(string(r.Kind), string(r.Status), nameOf(items[i]), items[i].Code, string(items[i].Unit), number(r.Lines), number(r.Units))
			}
		}
	})
}
