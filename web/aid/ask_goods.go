package aid

import (
	"slices"
	"strings"

	"agora/fault"
	"agora/goods"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// packOf reads which item is chosen, and the pack in which the numbers of the form are:
// "20 boxes" is units from here on.
func (a *Aid) packOf(r *web.Request, crisis relief.CrisisID, f *web.Form) (goods.ItemID, relief.Pack) {
	id, each := chosen(f.Get("item"))
	if each == 1 {
		return id, relief.Pack{Units: 1} // whether there is such an item is found where it is written down
	}
	i, err := a.Relief.ItemOf(r.R.Context(), crisis, id)
	pack, ok := i.PackOf(each)
	if err != nil || !ok {
		f.Add("item", "fault.choice")
		return id, relief.Pack{Units: 1}
	}
	return id, pack
}

// questions are what else is asked about goods of an item: whether there is a
// certificate, and until when they are good. They come when the item is known, and when
// an answer was missed.
func questions(r *web.Request, i relief.Item, form *web.Form) (list []ui.Field) {
	asked := func(name string) bool {
		return form != nil && (form.Has(name) || slices.ContainsFunc(form.Mishaps(r), func(m ui.Mishap) bool { return m.Field == name }))
	}
	if i.Certificate != "" || asked("certificate") {
		label := r.T("relief.certified")
		if i.Certificate != "" {
			label = r.T("relief.certified_of", "certificate", i.Certificate)
		}
		list = append(list, ui.Field{Name: "certificate", Label: label, Empty: r.T("desk.sweep_choose"),
			Options: []ui.Option{{Value: relief.Certified, Text: r.T("common.yes")}, {Value: relief.Uncertified, Text: r.T("common.no")}}})
	}
	if i.Keeps || asked("expires") {
		list = append(list, ui.Field{Name: "expires", Label: r.T("relief.expires"), Type: "date"})
	}
	return list
}

// lastDay reads the last day of use; nothing is none.
func lastDay(f *web.Form, name string) goods.Day {
	at := day(f, name)
	if at.IsZero() {
		return 0
	}
	return goods.DayOf(at)
}

// cure adds to a refusal of what is home-made of which items it is wanted.
func (a *Aid) cure(r *web.Request, crisis relief.CrisisID, f *web.Form, err error) error {
	if !fault.HasKey(err, "fault.relief_homemade") {
		return err
	}
	list, failed := a.Relief.HomemadeWanted(r.R.Context(), crisis)
	if failed != nil || len(list) == 0 {
		return err
	}
	var names []string
	for _, i := range list[:min(len(list), 8)] {
		names = append(names, itemName(r, i))
	}
	f.Add("homemade", "fault.relief_homemade_of", "items", strings.Join(names, ", "))
	return f.Err()
}
