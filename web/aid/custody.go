package aid

import (
	"net/http"
	"strconv"
	"strings"

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
	photo                 ui.Field
	scan, passes          string // addresses
	proofs                []proofRow
}

// proofRow is how one hand-over was signed, with the addresses of its pictures.
type proofRow struct {
	who, how string
	pictures []ui.Link
}

// proofKey is what a picture of a hand-over is called.
func proofKey(kind relief.ProofKind) string {
	if kind == relief.DrawnProof {
		return "relief.sign_signature"
	}
	return "relief.sign_photo"
}

// proofs tells who coordinates how each hand-over was signed.
func proofs(r *web.Request, j relief.Journey, kinds map[relief.CustodyID][]relief.ProofKind) (list []proofRow) {
	for _, h := range j.HandOvers {
		row := proofRow{who: h.Custodian + ", " + h.Person, how: r.T("relief.sign_"+string(h.Sign)) + " · " + r.Moment(h.At)}
		if h.Sign == relief.BySignature {
			row.who += " · " + h.Proof
		}
		for _, kind := range kinds[h.ID] {
			row.pictures = append(row.pictures, ui.Link{URL: boardURL(j.Crisis) + "/proof/" + number(int64(j.ID)) + "/" + number(int64(h.ID)) + "/" + string(kind), Text: r.T(proofKey(kind))})
		}
		list = append(list, row)
	}
	return list
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
		mine: c.Expects == r.Actor.Person, device: deskDevice(r)}
	v.board, v.lost = consignmentURL(c.Consignment), len(look.rows) > 0
	v.over = filled(r, form, ui.Field{Name: "custodian", Label: r.T("relief.custodian"), Max: 200, Dir: "auto", Required: true},
		ui.Field{Name: "person", Label: r.T("relief.person"), Max: 200, Dir: "auto", Required: true},
		ui.Field{Name: "place", Label: r.T("relief.where"), Max: 200, Dir: "auto", Required: true},
		ui.Field{Name: "proof", Label: r.T("relief.proof"), Max: 200, Dir: "auto", Complete: "off"},
		ui.Field{Name: "numbers", Label: r.T("relief.packages"), Hint: r.T("relief.packages_hint"), Dir: "ltr", Complete: "off"})
	v.count = filled(r, form, seenField(r))
	v.photo, v.scan, v.passes = photoField(r, form), v.to("scan"), v.to("passes")
	kinds, err := a.Relief.Proofs(r.R.Context(), c.Crisis, c.ID)
	if err != nil {
		return err
	}
	v.proofs = proofs(r, c, kinds)
	v.reason = form.Fill(r, ui.Field{Name: "reason", Label: r.T("relief.reason"), Hint: r.T("relief.reason_hint"), Max: 200, Dir: "auto"})
	v.numbers = form.Fill(r, ui.Field{Name: "numbers", Label: r.T("relief.packages"), Dir: "ltr", Complete: "off", Required: true})
	v.why = form.Fill(r, ui.Field{Name: "why", Label: r.T("relief.why"), Max: 200, Dir: "auto", Required: true})
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
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) { return custodyURL(c), do(c, f) },
		func(f *web.Form, status int) error { return a.showCustody(r, f, status) })
}

func (a *Aid) handOver(r *web.Request) error {
	return a.deed(r, func(c relief.Consignment, f *web.Form) error { return a.sign(r, f, c.Crisis, c.ID, relief.BySignature) })
}

// maxNumber bounds a number that is scanned: one that is on no list is kept, too.
const maxNumber = 999_999

// scan takes numbers that were typed. A phone that was offline sends its name and where
// its own count of scans begins; what it sends twice counts once.
func (a *Aid) scan(r *web.Request) error {
	return a.deed(r, func(c relief.Consignment, f *web.Form) error { return a.typed(r, f, c.Crisis, c.ID, f.Get("device")) })
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
