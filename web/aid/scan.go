package aid

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"agora/fault"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// scanView is the page that counts packages, by a script without a line, or by a form.
type scanView struct {
	number, headline string
	back             string // the page before
	to, sync         string // where the form goes, and what the script sends
	field            ui.Field
	mishaps          []ui.Mishap
	device           string
	mine             bool // she expects it, and so does not count it

	of                  string // how many there are
	seen                string // ranges of numbers that arrived
	crisis, consignment string
	words               string // of the script, by name
}

func (a *Aid) passScan(r *web.Request) error {
	p, err := a.held(r)
	if err != nil {
		return err
	}
	return a.showPassScan(r, p, nil, http.StatusOK)
}

func (a *Aid) showPassScan(r *web.Request, p relief.Pass, form *web.Form, status int) error {
	if p.Role != relief.PassReceiver {
		return fault.New(fault.Forbidden, "fault.forbidden")
	}
	return a.showScan(r, p.Crisis, p.Consignment, scanView{back: at(r, ""), to: at(r, "/scan"), sync: at(r, "/sync")}, form, status)
}

func (a *Aid) deskScan(r *web.Request) error {
	crisis, id, err := consignmentID(r)
	if err != nil {
		return err
	}
	on := boardURL(crisis) + "/" + number(int64(id))
	return a.showScan(r, crisis, id, scanView{back: on, to: on + "/scan", sync: on + "/sync", device: deskDevice(r)}, nil, http.StatusOK)
}

// deskDevice names what somebody types at the desk, as if it were a phone.
func deskDevice(r *web.Request) string { return "desk-" + number(int64(r.Actor.Person)) }

func (a *Aid) showScan(r *web.Request, crisis relief.CrisisID, id relief.ConsignmentID, v scanView, form *web.Form, status int) error {
	look, j, err := a.lookAt(r, crisis, id, false)
	if err != nil {
		return err
	}
	packages, err := a.Relief.Packages(r.R.Context(), crisis, id)
	if err != nil {
		return err
	}
	v.number, v.headline, v.of = j.Number, look.headline, number(j.Packages)
	v.crisis, v.consignment = number(int64(crisis)), number(int64(id))
	v.seen, v.mine = seenOf(packages), r.Actor.Person != 0 && j.Expects == r.Actor.Person
	v.field, v.mishaps = form.Fill(r, seenField(r)), form.Mishaps(r)
	words, err := json.Marshal(map[string]string{
		"fresh": r.T("relief.scan_new"), "again": r.T("relief.scan_again"), "strange": r.T("relief.scan_strange"), "other": r.T("relief.scan_other"), "bad": r.T("fault.relief_label")})
	if err != nil {
		return err
	}
	v.words = string(words)
	r.W.Header().Set("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
	f := r.Frame(v.number)
	f.Place, f.Private, f.NoCart = "relief", true, true
	return r.Page(status, f, scanPage(v))
}

func seenField(r *web.Request) ui.Field {
	return ui.Field{Name: "scans", Label: r.T("relief.seen"), Hint: r.T("relief.seen_hint"), Type: "area", Rows: 4, Dir: "ltr", Required: true}
}

// seenOf writes the numbers that arrived as the script reads them: "1-410,432".
func seenOf(list []relief.Package) string {
	var out []string
	for i := 0; i < len(list); i++ {
		if !came(list[i]) {
			continue
		}
		j := i
		for j+1 < len(list) && came(list[j+1]) {
			j++
		}
		out = append(out, number(list[i].Number)+"-"+number(list[j].Number))
		i = j
	}
	return strings.Join(out, ",")
}

func came(p relief.Package) bool { return p.State == relief.Arrived || p.State == relief.Stored }

// typed takes numbers that were typed, or labels that a scanner typed. Each try is new:
// what was typed twice counts once by its number.
func (a *Aid) typed(r *web.Request, f *web.Form, crisis relief.CrisisID, id relief.ConsignmentID, device string) error {
	text, ok := unlabelled(f.Get("scans"), crisis, id)
	if !ok {
		return fault.Field("scans", "fault.relief_label")
	}
	list, err := ranges(text, maxNumber)
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
			scans = append(scans, relief.Scan{Sequence: first, Number: n, At: r.Now()})
			first++
		}
		if _, err := a.Relief.Sync(r.R.Context(), r.Actor, crisis, id, device, scans); err != nil {
			return err
		}
	}
	return nil
}

// unlabelled puts the numbers of labels in the place of their addresses; a label of another
// consignment is not ok.
func unlabelled(text string, crisis relief.CrisisID, id relief.ConsignmentID) (string, bool) {
	words := strings.Fields(text)
	for i, word := range words {
		if !strings.Contains(word, "://") {
			continue
		}
		tag, ok := relief.ReadLabel(strings.TrimRight(word, ",;"))
		if !ok || tag.Crisis != crisis || tag.Consignment != id {
			return "", false
		}
		words[i] = number(tag.Number)
	}
	return strings.Join(words, " "), true
}

// queue is what a phone sends: scans as number of the scan, number of the package and
// milliseconds of its clock.
type queue struct {
	Device string     `json:"device"`
	Scans  [][3]int64 `json:"scans"`
}

// outcome is what a phone is told.
type outcome struct {
	Words   string  `json:"words"`
	Arrived int64   `json:"arrived"`
	Again   int64   `json:"again"`
	Found   int64   `json:"found"`
	Strange []int64 `json:"strange,omitempty"`
}

func (a *Aid) passSync(r *web.Request) error {
	p, err := a.held(r)
	if err != nil {
		return a.told(r, 0, 0, relief.Synced{}, err)
	}
	return a.sync(r, p.Crisis, p.Consignment)
}

func (a *Aid) deskSync(r *web.Request) error {
	crisis, id, err := consignmentID(r)
	if err != nil {
		return err
	}
	return a.sync(r, crisis, id)
}

// sync takes the queue of a phone. It may come again, whole or in part.
func (a *Aid) sync(r *web.Request, crisis relief.CrisisID, id relief.ConsignmentID) error {
	var q queue
	if err := json.NewDecoder(http.MaxBytesReader(r.W, r.R.Body, web.DefaultBody)).Decode(&q); err != nil {
		return a.told(r, crisis, id, relief.Synced{}, fault.New(fault.Invalid, "fault.form_broken"))
	}
	var scans []relief.Scan
	for _, s := range q.Scans {
		scans = append(scans, relief.Scan{Sequence: s[0], Number: s[1], At: time.UnixMilli(s[2])})
	}
	out, err := a.Relief.Sync(r.R.Context(), r.Actor, crisis, id, q.Device, scans)
	return a.told(r, crisis, id, out, err)
}

// told answers a phone: how many packages are here now, or what is wrong.
func (a *Aid) told(r *web.Request, crisis relief.CrisisID, id relief.ConsignmentID, s relief.Synced, err error) error {
	status, o := http.StatusOK, outcome{Arrived: s.Arrived, Again: s.Again, Found: s.Found, Strange: s.Strange}
	if err == nil {
		var look consignmentView
		if look, _, err = a.lookAt(r, crisis, id, false); err == nil {
			o.Words = look.headline
		}
	}
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		status = fault.Status(err)
		for _, e := range fault.List(err) {
			o.Words = strings.TrimSpace(o.Words + " " + r.Locale.Error(e))
		}
	}
	r.W.Header().Set("Content-Type", "application/json")
	r.W.Header().Set("Cache-Control", "no-store")
	r.W.WriteHeader(status)
	return json.NewEncoder(r.W).Encode(o)
}
