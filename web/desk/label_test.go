package desk

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"agora/catalog"
	"agora/country"
	"agora/delivery"
	"agora/market"
	"agora/money"
)

func TestAnAddressLabelForEveryParcelThatIsSent(t *testing.T) {
	b := newBench(t)
	abroad, home := b.export(b.shop), b.sell(b.shop)
	for _, o := range []market.Order{abroad, home} {
		at := b.desk(b.shop) + "/orders/" + number(int64(o.ID))
		link := `href="` + at + `/label.pdf"`
		if strings.Contains(b.ask("sadia", at, nil).body, link) {
			t.Error("a label for what nobody accepted")
		}
		for _, move := range []string{"accept", "pack"} {
			if got := b.ask("sadia", at+"/"+move, url.Values{}); got.status != 303 {
				t.Fatalf("%s: %d", move, got.status)
			}
			if !strings.Contains(b.ask("sadia", at, nil).body, link) {
				t.Errorf("after %s the order does not lead to its label", move)
			}
		}
		got := b.ask("sadia", at+"/label.pdf", nil)
		if got.status != 200 || !strings.HasPrefix(got.body, "%PDF-1.7") || strings.Count(got.body, "/MediaBox[0 0 298 420]") != 1 {
			t.Errorf("label: %d %.40q", got.status, got.body)
		}
		if text := textOf(t, got.body); text != "" && !strings.Contains(text, o.Ref) {
			t.Errorf("the label is not of %s: %s", o.Ref, text)
		}
		for who, want := range map[string]int{"bilal": 403, "guest-like": 403, "": 303} {
			if got := b.ask(who, at+"/label.pdf", nil); got.status != want {
				t.Errorf("%q asks for the label: %d, want %d", who, got.status, want)
			}
		}
		if got := b.ask("bilal", b.desk(b.other)+"/orders/"+number(int64(o.ID))+"/label.pdf", nil); got.status != 404 {
			t.Errorf("by another desk: %d", got.status)
		}
	}
	papers := b.desk(b.shop) + "/orders/" + number(int64(abroad.ID))
	if !strings.Contains(b.ask("sadia", papers+"/papers", nil).body, `href="`+papers+`/label.pdf"`) {
		t.Error("the papers do not lead to the label")
	}
	if list := b.ask("sadia", b.desk(b.shop)+"/orders", nil).body; !strings.Contains(list, "/orders/labels.pdf") {
		t.Error("the orders do not lead to their labels")
	}
	if got := b.ask("sadia", b.desk(b.shop)+"/orders/labels.pdf", nil); got.status != 200 || strings.Count(got.body, "/MediaBox[0 0 298 420]") != 2 {
		t.Errorf("labels: %d", got.status)
	}
	if got := b.ask("bilal", b.desk(b.other)+"/orders/labels.pdf", nil); got.status != 404 {
		t.Errorf("labels of nothing: %d", got.status)
	}
	if got := b.ask("bilal", b.desk(b.shop)+"/orders/labels.pdf", nil); got.status != 403 {
		t.Errorf("labels of another shop: %d", got.status)
	}
}

// textOf reads a paper; "" where no reader is installed.
func textOf(t *testing.T, pdf string) string {
	t.Helper()
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		return ""
	}
	path := filepath.Join(t.TempDir(), "p.pdf")
	if err := os.WriteFile(path, []byte(pdf), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), reader, path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestALabelSaysWhatIsTakenAndWhere(t *testing.T) {
	out := market.Outgoing{Address: country.Address{Country: "PK", Name: "Bilal", Street: "Mall Road 1", City: "Lahore"}, Leave: "the guard"}
	out.Ref, out.ShopCountry, out.To, out.Pay, out.Option, out.Parcels = "AG-1/1", "PK", "PK", "cash", "pick", 3
	out.Charged, out.Deposit = money.Of(900_00, "PKR"), money.Of(100_00, "PKR")
	out.Point = &market.PickupPoint{Name: "Mall 1", City: "Lahore", Street: "Gate 3"}
	out.Declared = market.Declared{Number: "RR473441565PK", Gross: 700}
	ways := []delivery.Option{{Key: "post", Name: map[string]string{"en": "Post"}}, {Key: "pick", Name: map[string]string{"ur": "خود لیں"}}}
	said := func() (all string, bars []string) {
		for _, s := range labelsOf(catalog.Shop{}, out, ways) {
			bars = append(bars, s.Bar)
			for _, p := range s.Parts {
				for _, x := range p.Boxes {
					all += strings.Join(x.Lines, "|") + "|"
				}
			}
		}
		return all, bars
	}
	all, bars := said()
	for _, want := range []string{"COD 800.00 PKR", "Mall 1|Gate 3", "the guard", "خود لیں", "1/3", "3/3"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in %s", want, all)
		}
	}
	if strings.Contains(all, "0.700") || strings.Join(bars, ",") != "RR473441565PK,," {
		t.Errorf("three parcels have one weight, or one number: %s, %v", all, bars)
	}
	out.Parcels, out.Parcel, out.Pay = 0, &delivery.Parcel{Carrier: "TCS", Numbers: []string{"A-1234", "A-1235"}}, "play"
	if all, bars = said(); strings.Join(bars, ",") != "A-1234,A-1235" || strings.Contains(all, "COD") || !strings.Contains(all, "TCS") {
		t.Errorf("as shipped: %s, %v", all, bars)
	}
}

func TestTheDeclaredNumberStandsWhereTheParcelIsSent(t *testing.T) {
	b := newBench(t)
	o := b.export(b.shop)
	at := b.desk(b.shop) + "/orders/" + number(int64(o.ID))
	if got := b.ask("sadia", at+"/papers", url.Values{"gross": {"250"}, "tracking": {"rr473441565pk"}, "lines.0.hs": {"650500"}}); got.status != 303 {
		t.Fatalf("declare: %d", got.status)
	}
	for _, move := range []string{"accept", "pack"} {
		if got := b.ask("sadia", at+"/"+move, url.Values{}); got.status != 303 {
			t.Fatalf("%s: %d", move, got.status)
		}
	}
	if page := b.ask("sadia", at, nil).body; !strings.Contains(page, `value="RR473441565PK"`) {
		t.Error("the number has to be written twice")
	}
	if bad := b.ask("sadia", at+"/ship", url.Values{"carrier": {"pakpost"}, "tracking": {"RR473441566PK"}}); bad.status != 422 || !strings.Contains(bad.body, `value="RR473441566PK"`) {
		t.Errorf("what the seller wrote instead is gone: %d", bad.status)
	}
}
