package aid

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/fault"
	"agora/money"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// custodyView is the desk of one consignment.
type custodyView struct {
	consignmentView
	to                    func(deed string) string
	mishaps               []ui.Mishap
	over, count           []ui.Field
	reason, numbers, why  ui.Field
	moves, counting, done bool // what may be done with it now
	received, lost        bool
	papers                papersView
	mine                  bool // she expects it, and so does not count it
	device                string
	rides                 ridesView
}

func currency(s string) money.Currency { return money.Currency(strings.ToUpper(strings.TrimSpace(s))) }

func (a *Aid) custody(r *web.Request) error { return a.showCustody(r, nil, http.StatusOK) }

func (a *Aid) showCustody(r *web.Request, form *web.Form, status int) error {
	look, c, err := a.look(r)
	if err != nil {
		return err
	}
	v := custodyView{consignmentView: look, mishaps: form.Mishaps(r), to: func(deed string) string { return custodyURL(c.Consignment) + "/" + deed },
		moves: c.State == relief.Packed || c.State == relief.Moving, counting: c.State == relief.Counting, done: c.State == relief.Counted, received: c.State == relief.Received,
		mine: c.Expects == r.Actor.Person, device: "desk-" + number(int64(r.Actor.Person))}
	v.board, v.lost = consignmentURL(c.Consignment), len(look.rows) > 0
	fill := func(f ui.Field) ui.Field { return form.Fill(r, f) }
	var signs []ui.Option
	for _, s := range relief.Signs {
		signs = append(signs, ui.Option{Value: string(s), Text: r.T("relief.sign_" + string(s))})
	}
	v.over = []ui.Field{fill(ui.Field{Name: "custodian", Label: r.T("relief.custodian"), Max: 200, Dir: "auto", Required: true}),
		fill(ui.Field{Name: "person", Label: r.T("relief.person"), Max: 200, Dir: "auto", Required: true}),
		fill(ui.Field{Name: "place", Label: r.T("relief.where"), Max: 200, Dir: "auto", Required: true}),
		fill(ui.Field{Name: "sign", Label: r.T("relief.sign"), Options: signs}),
		fill(ui.Field{Name: "proof", Label: r.T("relief.proof"), Hint: r.T("relief.proof_hint"), Max: 200, Dir: "ltr", Required: true}),
		fill(ui.Field{Name: "numbers", Label: r.T("relief.packages"), Hint: r.T("relief.packages_hint"), Dir: "ltr", Complete: "off"})}
	v.count = []ui.Field{fill(ui.Field{Name: "scans", Label: r.T("relief.seen"), Hint: r.T("relief.seen_hint"), Type: "area", Rows: 4, Dir: "ltr", Required: true})}
	v.reason = fill(ui.Field{Name: "reason", Label: r.T("relief.reason"), Hint: r.T("relief.reason_hint"), Max: 200, Dir: "auto"})
	v.numbers = fill(ui.Field{Name: "numbers", Label: r.T("relief.packages"), Dir: "ltr", Complete: "off", Required: true})
	v.why = fill(ui.Field{Name: "why", Label: r.T("relief.why"), Max: 200, Dir: "auto", Required: true})
	v.papers = papersOf(r, c.Consignment, c.HandOvers, form)
	if v.rides, err = a.rides(r, c); err != nil {
		return err
	}
	if form == nil && len(v.rides.expected) > 0 {
		v.over[0].Value = v.rides.expected[0].who
	}
	return a.page(r, status, v.number, custodyPage(v))
}

// deed does what a form of a consignment asks for.
func (a *Aid) deed(r *web.Request, do func(relief.Consignment, *web.Form) error) error {
	c, err := a.consignmentOf(r)
	if err != nil {
		return err
	}
	form, err := r.Form()
	if form == nil {
		return err
	}
	if err == nil {
		err = do(c, form)
	}
	if err == nil {
		return r.Done(nil, "assembly.saved", custodyURL(c))
	}
	if !refused(form, err) {
		return err
	}
	return a.showCustody(r, form, fault.Status(err))
}

func (a *Aid) handOver(r *web.Request) error {
	return a.deed(r, func(c relief.Consignment, f *web.Form) error {
		list, err := ranges(f.Get("numbers"), c.Packages)
		if err != nil {
			return fault.Field("numbers", "fault.relief_ranges")
		}
		_, err = a.Relief.HandOver(r.R.Context(), r.Actor, c.Crisis, c.ID, relief.Signature{Custodian: f.Get("custodian"), Person: f.Get("person"), Place: f.Get("place"),
			Sign: relief.Sign(f.Get("sign")), Proof: f.Get("proof"), Numbers: list})
		return err
	})
}

// maxNumber bounds a number that is scanned: one that is on no list is kept, too.
const maxNumber = 999_999

// scan takes numbers that were typed or scanned. A phone that was offline sends its name
// and where its own count of scans begins; what it sends twice counts once.
func (a *Aid) scan(r *web.Request) error {
	return a.deed(r, func(c relief.Consignment, f *web.Form) error {
		list, err := ranges(f.Get("scans"), maxNumber)
		if err != nil || len(list) == 0 {
			return fault.Field("scans", "fault.relief_ranges")
		}
		first := r.Now().UnixMicro()
		if f.Has("first") {
			first = f.ID("first")
		}
		for chunk := range slices.Chunk(list, relief.MaxScans) {
			var scans []relief.Scan
			for _, n := range chunk {
				scans = append(scans, relief.Scan{Sequence: first, Number: n, At: time.Now()})
				first++
			}
			if _, err := a.Relief.Sync(r.R.Context(), r.Actor, c.Crisis, c.ID, f.Get("device"), scans); err != nil {
				return err
			}
		}
		return nil
	})
}

func (a *Aid) closeCount(r *web.Request) error {
	return a.deed(r, func(c relief.Consignment, _ *web.Form) error {
		_, err := a.Relief.CloseCount(r.R.Context(), r.Actor, c.Crisis, c.ID)
		return err
	})
}

func (a *Aid) receive(r *web.Request) error {
	return a.deed(r, func(c relief.Consignment, f *web.Form) error {
		return a.Relief.Receive(r.R.Context(), r.Actor, c.Crisis, c.ID, f.Get("reason"))
	})
}

func (a *Aid) giveUp(r *web.Request) error {
	return a.deed(r, func(c relief.Consignment, f *web.Form) error {
		list, err := ranges(f.Get("numbers"), c.Packages)
		if err != nil || len(list) == 0 {
			return fault.Field("numbers", "fault.relief_ranges")
		}
		return a.Relief.GiveUp(r.R.Context(), r.Actor, c.Crisis, c.ID, list, f.Get("why"))
	})
}

// ranges reads numbers and ranges of them, "1-410, 432, 500-697", parted by commas,
// blanks or lines; nothing is none.
func ranges(s string, most int64) (list []int64, err error) {
	for _, word := range strings.FieldsFunc(s, func(c rune) bool { return c == ',' || c == ';' || c == ' ' || c == '\n' || c == '\r' || c == '\t' }) {
		from, to, span := strings.Cut(strings.ReplaceAll(word, "–", "-"), "-")
		if !span {
			to = from
		}
		first, bad := strconv.ParseInt(from, 10, 64)
		last, worse := strconv.ParseInt(to, 10, 64)
		if bad != nil || worse != nil || first < 1 || last < first || last > most || int64(len(list))+last-first >= relief.MaxPackages {
			return nil, fault.Field("numbers", "fault.relief_ranges")
		}
		for n := first; n <= last; n++ {
			list = append(list, n)
		}
	}
	return list, nil
}
