package storefront

import (
	"slices"

	"agora/catalog"
	"agora/web"
)

// byMachine reports whether some text that the reader is shown was made by a
// machine and confirmed by nobody.
func byMachine(r *web.Request, list []catalog.Passage, marks catalog.Marks, shop catalog.Shop) bool {
	if len(marks) == 0 {
		return false
	}
	reads := slices.Concat(r.Reads(), shop.Languages)
	return slices.ContainsFunc(list, func(p catalog.Passage) bool {
		_, tag := p.Texts.In(r.Locale.Lang(), reads...)
		return marks.Has(p, tag)
	})
}
