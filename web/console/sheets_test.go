package console

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"agora/money"
	"agora/rates"
)

// sendSheet uploads a sheet of a bank.
func (o *office) sendSheet(who, bank, text string) reply {
	o.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	o.must(w.WriteField("bank", bank))
	part, err := w.CreateFormFile("sheet", "daily.xml")
	o.must(err)
	_, _ = part.Write([]byte(text))
	o.must(w.Close())
	return o.send(who, http.MethodPost, "/console/rates/banks", w.FormDataContentType(), &body)
}

// kyrgyz is a sheet of today that asks so many soms for a dollar.
func kyrgyz(soms string) string {
	return `<CurrencyRates Name="Daily Exchange Rates" Date="` + time.Now().UTC().Format("02.01.2006") + `"><Currency ISOCode="USD"><Nominal>1</Nominal><Value>` + soms + `</Value></Currency>
		<Currency ISOCode="CNY"><Nominal>1</Nominal><Value>12,0755</Value></Currency></CurrencyRates>`
}

func TestASheetIsLookedAtAndPutIntoForce(t *testing.T) {
	o := newOffice(t)
	yesterday := time.Now().UTC().AddDate(0, 0, -1)
	o.must(o.Landed.SaveRates(t.Context(), []money.Rate{{From: "USD", To: "KGS", Value: 80 * money.RateScale, Day: yesterday, Source: "operator"},
		{From: "USD", To: "KZT", Value: 520 * money.RateScale, Day: yesterday.AddDate(0, 0, -5), Source: "operator"},
		{From: "USD", To: "CNY", Value: 7 * money.RateScale, Day: yesterday.AddDate(0, 0, 1), Source: "operator"}}))
	page := o.ask("olga", "/console/rates", nil)
	if page.status != 200 || !strings.Contains(page.body, "No central bank is asked") || !strings.Contains(page.body, "by hand") || !strings.Contains(page.body, "6 days") {
		t.Errorf("the page: %d", page.status)
	}
	if warned := strings.Count(page.body, "badge b-saff"); warned != 1 {
		t.Errorf("%d rates are marked as old", warned)
	}
	for text, bank := range map[string]string{"": "kg", "nothing": "kg", kyrgyz("x"): "kg", kyrgyz("87,4500"): "ru"} {
		if r := o.sendSheet("olga", bank, text); r.status != 422 || !strings.Contains(r.body, `id="f-sheet-e"`) {
			t.Errorf("%.30q of %s: %d", text, bank, r.status)
		}
	}
	if r := o.sendSheet("olga", "xx", kyrgyz("87,4500")); r.status != 422 || !strings.Contains(r.body, `id="f-bank-e"`) {
		t.Errorf("no bank: %d", r.status)
	}
	if r := o.sendSheet("sadia", "kg", kyrgyz("87,4500")); r.status != 403 {
		t.Errorf("a seller: %d", r.status)
	}
	sent := o.sendSheet("olga", "kg", kyrgyz("87,4500"))
	if sent.status != 303 || sent.to != "/console/rates/banks/kg" {
		t.Fatalf("%d %s", sent.status, sent.to)
	}
	if r := o.ask("olga", "/console/rates", nil); !strings.Contains(r.body, "A sheet waits for you") || !strings.Contains(r.body, sent.to) {
		t.Error("the list does not lead to the sheet")
	}
	look := o.ask("olga", sent.to, nil)
	for _, want := range []string{"87.45", ">80<", "9.3%", "87,4500", "stays: put in by hand"} {
		if !strings.Contains(look.body, want) {
			t.Errorf("the sheet does not show %q", want)
		}
	}
	if r := o.ask("sadia", sent.to, nil); r.status != 403 {
		t.Errorf("a seller looks: %d", r.status)
	}
	id := regexp.MustCompile(`name="id" value="(\d+)"`).FindStringSubmatch(look.body)
	if id == nil {
		t.Fatal("no form")
	}
	for do, want := range map[string]int{"": 422, "x": 422} {
		if r := o.ask("olga", sent.to, url.Values{"id": {id[1]}, "do": {do}}); r.status != want {
			t.Errorf("%q: %d", do, r.status)
		}
	}
	if r := o.ask("olga", sent.to, url.Values{"id": {"7"}, "do": {"apply"}}); r.status != 409 {
		t.Errorf("another sheet: %d", r.status)
	}
	if r := o.ask("olga", sent.to, url.Values{"id": {id[1]}, "do": {"apply"}}); r.status != 303 {
		t.Errorf("put into force: %d", r.status)
	}
	page = o.ask("olga", "/console/rates", nil)
	if !strings.Contains(page.body, "87.45") || strings.Contains(page.body, "A sheet waits") || !strings.Contains(page.body, "National Bank of the Kyrgyz Republic: 7.241936152") {
		t.Errorf("after it: %s", page.body)
	}
	if r := o.ask("olga", sent.to, nil); r.status != 404 {
		t.Errorf("it still waits: %d", r.status)
	}
	o.sendSheet("olga", "kg", kyrgyz("88,0000"))
	id = regexp.MustCompile(`name="id" value="(\d+)"`).FindStringSubmatch(o.ask("olga", sent.to, nil).body)
	if r := o.ask("olga", sent.to, url.Values{"id": {id[1]}, "do": {"drop"}}); r.status != 303 {
		t.Errorf("forgotten: %d", r.status)
	}
	if r := o.ask("olga", "/console/rates", nil); strings.Contains(r.body, ">88<") {
		t.Error("what was forgotten is in force")
	}
}

// deaf is a net on which nobody answers.
type deaf struct{}

func (deaf) RoundTrip(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF }

func TestTheTroubleOfABankIsShown(t *testing.T) {
	o := newOffice(t)
	if r := o.ask("olga", "/console/settings", url.Values{"rate_fetch": {"kg"}}); r.status != 303 {
		t.Fatal(r.status)
	}
	o.must(rates.Asker{Service: o.Rates, Client: &http.Client{Transport: deaf{}}}.Ask(t.Context()))
	if r := o.ask("olga", "/console/rates", nil); !strings.Contains(r.body, "no answer") || !strings.Contains(r.body, "unexpected EOF") || !strings.Contains(r.body, "Kyrgyz") {
		t.Errorf("%d %s", r.status, r.body)
	}
}
