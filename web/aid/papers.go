package aid

import (
	"bytes"
	"slices"

	"agora/fault"
	"agora/i18n"
	"agora/relief"
	"agora/relief/papers"
	"agora/web"
	"agora/web/ui"
)

// maxSlips bounds the packages whose labels or slips are in one file.
const maxSlips = 1_000

// papersView is the papers of a consignment, and the form that asks for one of them.
type papersView struct {
	action string
	list   string    // address of the list of packages
	proofs []ui.Link // of each hand-over, the newest first
	fields []ui.Field
}

func (a *Aid) paperRoutes() []web.Route {
	return []web.Route{desk("GET", "/{crisis}/{consignment}/papers", a.paper), desk("GET", "/{crisis}/{consignment}/manifest.csv", a.list)}
}

// papersOf are the papers of a consignment for its desk.
func papersOf(r *web.Request, c relief.Consignment, overs []relief.Custody, form *web.Form) papersView {
	v := papersView{action: custodyURL(c) + "/papers", list: custodyURL(c) + "/manifest.csv"}
	for _, h := range slices.Backward(overs) {
		v.proofs = append(v.proofs, ui.Link{URL: v.action + "?paper=" + string(papers.Proof) + "&over=" + number(int64(h.ID)), Text: h.Custodian + " · " + h.Place + " · " + r.Moment(h.At)})
	}
	var kinds []ui.Option
	for _, k := range papers.Kinds {
		kinds = append(kinds, ui.Option{Value: string(k), Text: r.T(k.Title())})
	}
	v.fields = filled(r, form, ui.Field{Name: "paper", Label: r.T("relief.papers"), Options: kinds},
		ui.Field{Name: "with", Label: r.T("relief.paper_second"), Options: ui.Select(r.Languages(), r.Locale.Lang())},
		ui.Field{Name: "slips", Label: r.T("relief.packages"), Hint: r.T("relief.packages_hint"), Dir: "ltr", Complete: "off"})
	return v
}

// list gives what was packed as a file, as lists of packages are read.
func (a *Aid) list(r *web.Request) error {
	crisis, id, err := consignmentID(r)
	if err != nil {
		return err
	}
	c, err := a.Relief.Cargo(r.R.Context(), crisis, id)
	if err != nil {
		return err
	}
	return c.WriteManifest(r.Download("manifest-"+number(int64(id))+".csv", "text/csv; charset=utf-8"))
}

// paper gives one paper of a consignment as a file.
func (a *Aid) paper(r *web.Request) error {
	crisis, id, err := consignmentID(r)
	if err != nil {
		return err
	}
	kind := papers.Kind(r.Query("paper"))
	if !slices.Contains(papers.Kinds, kind) && kind != papers.Proof {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	c, err := a.Relief.Cargo(r.R.Context(), crisis, id)
	if err != nil {
		return err
	}
	set := papers.Set{Cargo: c, Speech: speech(r), Origin: r.Origin()}
	name := string(kind) + "-" + number(int64(id))
	switch kind {
	case papers.Proof:
		if set.Over, err = overOf(r, c); err != nil {
			return err
		}
		name += "-" + number(int64(set.Over))
	case papers.Labels, papers.Packing:
		if set.Numbers, err = slips(r, c.Consignment); err != nil {
			form := web.Typed(map[string]string{"paper": string(kind), "with": r.Query("with"), "slips": r.Query("slips")})
			if !refused(form, err) {
				return err
			}
			return a.showCustody(r, form, fault.Status(err))
		}
	}
	var b bytes.Buffer
	if err := set.Write(&b, kind); err != nil {
		return err
	}
	_, err = b.WriteTo(r.Download(name+".pdf", "application/pdf"))
	return err
}

// overOf is the hand-over whose proof is asked for.
func overOf(r *web.Request, c relief.Cargo) (relief.CustodyID, error) {
	for _, h := range c.HandOvers {
		if number(int64(h.ID)) == r.Query("over") {
			return h.ID, nil
		}
	}
	return 0, fault.New(fault.NotFound, "fault.not_found")
}

// slips are the packages that labels are asked for; none for all of them.
func slips(r *web.Request, c relief.Consignment) ([]int64, error) {
	list, err := ranges(r.Query("slips"), c.Packages)
	if err != nil {
		return nil, fault.Field("slips", "fault.relief_ranges")
	}
	if n := int64(len(list)); n > maxSlips || n == 0 && c.Packages > maxSlips {
		return nil, fault.Field("slips", "fault.at_most", "max", int64(maxSlips))
	}
	return list, nil
}

// speech is English and the second language of a paper: that which was asked for, else
// the reader's.
func speech(r *web.Request) []*i18n.Locale {
	second := r.Locale.Lang()
	if with := r.Query("with"); slices.ContainsFunc(r.Languages(), func(o ui.Option) bool { return o.Value == with }) {
		second = with
	}
	return []*i18n.Locale{r.Speaks(i18n.Base), r.Speaks(second)}
}

func (v papersView) of(k papers.Kind) string { return v.action + "?paper=" + string(k) }
