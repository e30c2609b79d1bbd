package feed

import (
	"slices"
	"strings"

	"agora/catalog"
)

// sum counts what the products that are right come to.
func (f *file) sum() {
	r := &f.report
	r.Products, r.Pictures, r.Loose, r.Refused, r.New, r.Same, r.Digital = nil, 0, 0, 0, 0, 0, 0
	r.Left, r.LeftMore = f.left()
	for _, i := range f.items {
		if i.bad {
			r.Refused++
			continue
		}
		if i.fresh {
			r.New++
		} else if i.same {
			r.Same++
		}
		r.Products = append(r.Products, i.draft)
		if d := i.draft.Digital; d != nil && *d && !i.held {
			r.Digital++
		}
		for _, p := range i.draft.Pictures {
			switch {
			case strings.HasPrefix(p, catalog.FilePrefix):
				r.Loose++
			case !strings.HasPrefix(p, catalog.BlobPrefix):
				r.Pictures++
			}
		}
	}
	slices.SortStableFunc(r.Problems, func(a, b Problem) int { return a.Row - b.Row })
}

// leave notes that a cell of a column that is taken has no place here.
func (f *file) leave(column string) { f.lost[column]++ }

// left gives the columns of which cells were not taken, in their order, and how
// many more there are.
func (f *file) left() (list []Left, more int) {
	for n, name := range f.header {
		cells := f.full[n]
		if f.used[n] {
			cells = f.lost[name]
		}
		switch {
		case cells == 0:
		case len(list) == MaxLeft:
			more++
		default:
			list = append(list, Left{name, cells})
		}
	}
	return list, more
}
