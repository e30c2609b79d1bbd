package console

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestAnOperatorImportsPricesAfterSeeingWhatChanges reads a file of prices for
// the post of Pakistan, and lets it count.
func TestAnOperatorImportsPricesAfterSeeingWhatChanges(t *testing.T) {
	o := newOffice(t)
	if r := o.ask("olga", "/console/carriers", nil); r.status != 200 || !strings.Contains(r.body, "Pakistan Post") {
		t.Fatalf("carriers: %d", r.status)
	}
	page := "/console/carriers/post-pk"
	save := url.Values{"key": {"post-pk"}, "name": {"Pakistan Post"}, "countries": {"pk"}, "max_grams": {"30000"}, "divisor": {"x"}}
	if r := o.ask("olga", page, save); r.status != 422 || !strings.Contains(r.body, `value="x"`) {
		t.Errorf("a divisor that is no number: %d", r.status)
	}
	save.Set("divisor", "5000")
	if r := o.ask("olga", page, save); r.status != 303 {
		t.Errorf("saving: %d", r.status)
	}
	if c, err := o.Delivery.Carrier(t.Context(), "post-pk"); err != nil || c.MaxGrams != 30_000 || c.Divisor != 5_000 {
		t.Errorf("%+v, %v", c, err)
	}
	fields := map[string]string{"home": "PK", "currency": "PKR", "from": time.Now().UTC().AddDate(0, 0, 1).Format(time.DateOnly)}
	bad := o.sendFile("olga", page+"/prices", fields, "kind,zone,to,grams,price,days\nzone,A,domestic,,,2-4\nstep,A,,500,free,\n")
	if bad.status != 422 || !strings.Contains(bad.body, "Row 3") {
		t.Errorf("a bad row: %d", bad.status)
	}
	r := o.sendFile("olga", page+"/prices", fields, "kind,zone,to,grams,price,days\nzone,A,domestic,,,2-4\nstep,A,,500,250,\n")
	if r.status != 303 || !strings.HasPrefix(r.to, "/console/tariffs/") {
		t.Fatalf("reading: %d %s", r.status, r.to)
	}
	if body := o.ask("olga", r.to, nil).body; !strings.Contains(body, "250.00 PKR") || !strings.Contains(body, `value="apply"`) {
		t.Error("the page does not show what changes")
	}
	if got := o.ask("sadia", r.to, url.Values{"do": {"apply"}}); got.status == 303 && !strings.Contains(got.to, "sign-in") {
		t.Errorf("a seller applied prices: %d", got.status)
	}
	if got := o.ask("olga", r.to, url.Values{"do": {"apply"}}); got.status != 303 || got.to != page {
		t.Errorf("applying: %d %s", got.status, got.to)
	}
	if list, err := o.Delivery.Tables(t.Context(), "PK", "PKR"); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
	if body := o.ask("olga", r.to, nil).body; strings.Contains(body, `value="apply"`) {
		t.Error("prices that count are offered to be applied")
	}
	again := o.sendFile("olga", page+"/prices", fields, "kind,zone,to,grams,price,days\nzone,A,domestic,,,2-4\nstep,A,,500,260,\n")
	if got := o.ask("olga", again.to, url.Values{"do": {"drop"}}); got.status != 303 {
		t.Errorf("dropping: %d", got.status)
	}
	if got := o.ask("olga", again.to, nil); got.status != 404 {
		t.Errorf("what was dropped: %d", got.status)
	}
}

// sendFile posts a form with a file.
func (o *office) sendFile(who, path string, fields map[string]string, text string) reply {
	o.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range fields {
		o.must(w.WriteField(name, value))
	}
	part, err := w.CreateFormFile(map[bool]string{true: "events", false: "file"}[strings.HasSuffix(path, "/events")], "file.csv")
	o.must(err)
	_, err = part.Write([]byte(text))
	o.must(err)
	o.must(w.Close())
	return o.send(who, "POST", path, w.FormDataContentType(), &body)
}

// TestAFileTellsWhatBecameOfParcels reads one for a carrier, and makes a secret.
func TestAFileTellsWhatBecameOfParcels(t *testing.T) {
	o := newOffice(t)
	page := "/console/carriers/post-pk"
	if r := o.sendFile("olga", page+"/events", nil, "number,time\n"); r.status != 422 || !strings.Contains(r.body, "f-events-e") {
		t.Errorf("a file without its head: %d", r.status)
	}
	r := o.sendFile("olga", page+"/events", nil, "number,time,what,place\nRR473441565PK,2026-01-02 10:00,customs,Karachi\n")
	if r.status != 200 || !strings.Contains(r.body, "RR473441565PK") {
		t.Errorf("a number of nobody: %d", r.status)
	}
	once := o.ask("olga", page+"/secret", url.Values{})
	if once.status != 200 || !strings.Contains(once.body, "shown only now") {
		t.Errorf("a secret: %d", once.status)
	}
	if r := o.ask("olga", page, nil); r.status != 200 || strings.Contains(r.body, "shown only now") {
		t.Errorf("the secret is shown again: %d", r.status)
	}
}

// TestACarrierHasPoints adds one and takes it away.
func TestACarrierHasPoints(t *testing.T) {
	o := newOffice(t)
	to := "/console/carriers/post-pk/points"
	form := url.Values{"point.name": {"GPO"}, "point.country": {"PK"}, "point.city": {"Lahore"}}
	if r := o.ask("olga", to, form); r.status != 422 || !strings.Contains(r.body, `value="GPO"`) {
		t.Errorf("without a street: %d", r.status)
	}
	form.Set("point.street", "The Mall")
	if r := o.ask("olga", to, form); r.status != 303 {
		t.Fatalf("adding: %d", r.status)
	}
	list, err := o.Delivery.Points(t.Context(), 0, "post-pk")
	if err != nil || len(list) != 1 || list[0].Cash {
		t.Fatalf("%+v, %v", list, err)
	}
	if r := o.ask("olga", to, url.Values{"drop": {number(int64(list[0].ID))}}); r.status != 303 {
		t.Errorf("taking away: %d", r.status)
	}
	if list, err = o.Delivery.Points(t.Context(), 0, "post-pk"); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}
