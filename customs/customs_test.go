package customs

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"agora/country"
	"agora/letters"
	"agora/money"
)

var update = flag.Bool("update", false, "write golden files")

// sample is a parcel from Naryn to a country, whose papers are also in some
// languages.
func sample(to country.Address, goods map[string]string, languages ...string) Shipment {
	return Shipment{
		Ref: "AG-7KQ2X9M/1", Number: "RR473362372KG", Carrier: "Кыргыз почтасы", Day: time.Date(2026, 11, 26, 9, 30, 0, 0, time.UTC),
		Sender: Party{ID: "felt", Trade: "Ак-Кийиз", Email: "aizada@example.org", Address: country.Address{Country: "KG", Name: "Айзада Токтогулова", Phone: "+996700123456",
			Street: "Ленин көчөсү 12", Landmark: "базардын жанында", City: "Кочкор", Province: "Нарын", Postcode: "722000"}},
		Addressee: Party{Address: to},
		Lines: []Line{
			{Description: goods, SKU: "SL-38", Quantity: 2, Grams: 340, Unit: money.Of(1450_00, "KGS"), HS: "640520", Origin: "KG"},
			{Description: map[string]string{"en": "Green tea, loose", "ru": "Зелёный чай"}, Quantity: 1, Grams: 100, Unit: money.Of(350_50, "KGS"), HS: "090210", Origin: "CN"},
		},
		Gross: 910, Category: Sale, Incoterm: "DAP", Currency: "KGS", Freight: money.Of(620_00, "KGS"), Discount: money.Of(0, "KGS"), Paid: money.Of(3870_50, "KGS"),
		SDR:       money.Rate{From: "KGS", To: "XDR", Value: 8_600_000, Source: "test", Day: time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)},
		Languages: languages,
	}
}

// samples are parcels to readers of each kind of script.
func samples() map[string]Shipment {
	return map[string]Shipment{
		"pk": sample(country.Address{Country: "PK", Name: "صائمہ رفیق", Phone: "+923014478215", Street: "مکان نمبر 14-B، گلی 3", Landmark: "جامع مسجد کے قریب", City: "لاہور", Province: "Punjab", Postcode: "54000"},
			map[string]string{"en": "Felt slippers with embroidery", "ur": "کڑھائی والی نمدے کی چپل", "ru": "Войлочные тапочки с вышивкой"}, "ru", "ur"),
		"in": sample(country.Address{Country: "IN", Name: "आनन्द शर्मा", Phone: "+919812345678", Street: "२३, गांधी मार्ग, प्रथम तल", City: "नई दिल्ली", Province: "Delhi", Postcode: "110001"},
			map[string]string{"en": "Felt slippers", "hi": "कढ़ाई वाली ऊनी चप्पलें", "ru": "Войлочные тапочки"}, "ru", "hi"),
		"kh": sample(country.Address{Country: "KH", Name: "សុខ ដារ៉ា", Phone: "+85512345678", Street: "ផ្ទះលេខ ១២ ផ្លូវព្រះនរោត្តម សង្កាត់ទន្លេបាសាក់ ខណ្ឌចំការមន", City: "ភ្នំពេញ"},
			map[string]string{"en": "Felt slippers", "km": "ស្បែកជើងរោមចៀមប៉ាក់ដោយដៃសម្រាប់ពាក់ក្នុងផ្ទះនៅរដូវត្រជាក់", "ru": "Войлочные тапочки"}, "ru", "km"),
		"cn": sample(country.Address{Country: "CN", Name: "王小明", Phone: "+8613812345678", Street: "解放路 88 号", District: "天山区", City: "乌鲁木齐市", Province: "Xinjiang", Postcode: "830000"},
			map[string]string{"en": "Felt slippers", "zh-Hans": "手工羊毛毡拖鞋", "ru": "Войлочные тапочки"}, "ru", "zh-Hans"),
	}
}

func drawn(t testing.TB, sheets ...Sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Draw(&b, sheets...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheSamePaperForTheSameShipment(t *testing.T) {
	for name, s := range samples() {
		if !bytes.Equal(drawn(t, s.Sheets()...), drawn(t, s.Sheets()...)) {
			t.Errorf("%s: written twice it differs", name)
		}
	}
}

func TestPapersAsDataAreTheGoldenOnes(t *testing.T) {
	s := samples()["pk"]
	list := append(s.Sheets(), s.Sheet(CN23), Dispatch([]Shipment{s, samples()["kh"]}))
	for _, sheet := range list {
		got, err := json.MarshalIndent(sheet, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, string(sheet.Kind)+".json", append(got, '\n'))
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at it, and run with -update if it is meant:\n%s", name, got)
	}
}

func TestWhatIsNotKnownIsMissingAndNeverGuessed(t *testing.T) {
	s := samples()["pk"]
	if list := s.Missing(); len(list) > 0 {
		t.Errorf("nothing is missing, but: %v", list)
	}
	s.Lines[0].HS, s.Lines[0].Grams, s.Lines[1].Origin, s.Gross, s.Addressee.Address.Phone = "6405", 0, "", 0, ""
	var got []string
	for _, l := range s.Missing() {
		got = append(got, l.String())
	}
	want := []string{"addressee.phone", "gross", "net 1", "hs 1", "origin 2"}
	if !slices.Equal(got, want) {
		t.Errorf("missing %v, want %v", got, want)
	}
	if s.Net() != 0 {
		t.Errorf("a net weight of %d of lines that nobody weighed", s.Net())
	}
	raw, _ := json.Marshal(s.Sheet(CN23))
	if n := strings.Count(string(raw), "[missing · manquant]"); n != 5 {
		t.Errorf("%d places are marked as missing: %s", n, raw)
	}
	if strings.Contains(string(raw), `"0.000"`) {
		t.Error("a weight of nothing stands on the paper")
	}
	if lacks := s.Sheet(CN23).Lacks; len(lacks) != 5 {
		t.Errorf("listed on the paper: %v", lacks)
	}
}

func TestTheListForThePostOfficeLeavesRoomForAWeight(t *testing.T) {
	a, b := samples()["pk"], samples()["kh"]
	b.Gross = 0
	sheet := Dispatch([]Shipment{a, b})
	rows, sums := sheet.Parts[1].Table.Rows, sheet.Parts[2].Boxes
	if rows[0][5][0] != "0.910" || rows[1][5][0] != "" || len(sums[1].Lines) != 0 || len(sheet.Lacks) != 1 || !strings.HasSuffix(sheet.Lacks[0], "(2)") {
		t.Errorf("%v, %v, %v", rows, sums, sheet.Lacks)
	}
	drawn(t, Dispatch(nil)) // a list of nothing is a paper, too
	with := Manifest(Crossing{From: []string{"Bishkek"}, To: []string{"Pakistan"}, Carrier: "Silk Cargo", Number: "AWB1720042", Day: a.Day}, []Shipment{a, b})
	if rows := with.Parts[2].Table.Rows; rows[0][4][0] != a.Sender.Trade || rows[1][4][0] != b.Sender.Trade {
		t.Errorf("a manifest does not name each sender: %v", rows)
	}
	drawn(t, with)
	drawn(t, Manifest(Crossing{}, nil))
}

func TestTheShortDeclarationGoesUpTo300SDR(t *testing.T) {
	s := samples()["pk"]
	s.Lines = s.Lines[:1]
	s.Lines[0].Quantity = 1
	s.SDR.Value = money.RateScale
	for minor, want := range map[int64]Kind{299_99: CN22, 300_00: CN22, 300_01: CN23} {
		if s.Lines[0].Unit.Minor = minor; s.Declaration() != want {
			t.Errorf("%d: %s", minor, s.Declaration())
		}
	}
	s.Lines[0].Unit.Minor, s.Discount.Minor = 301_00, 1_00
	if s.Declaration() != CN22 {
		t.Error("the discount is part of the value")
	}
	if s.SDR = (money.Rate{}); s.Declaration() != CN23 {
		t.Error("an unknown rate wants the full declaration")
	}
}

func TestTheDiscountIsSpreadSoThatLinesAddUp(t *testing.T) {
	s := samples()["pk"]
	s.Discount = money.Of(100_01, "KGS")
	total := int64(0)
	for _, v := range s.values() {
		total += v.Minor
	}
	if total != s.Goods().Minor {
		t.Errorf("the lines make %d, the goods %d", total, s.Goods().Minor)
	}
}

func TestEveryLanguageHasEveryCaption(t *testing.T) {
	all := captions()
	for lang, m := range all {
		for key, en := range all["en"] {
			if m[key] == "" {
				t.Errorf("%s lacks %s (%s)", lang, key, en)
			}
		}
		if len(m) != len(all["en"]) {
			t.Errorf("%s has %d captions of %d", lang, len(m), len(all["en"]))
		}
	}
	set, err := letters.Load()
	if err != nil {
		t.Fatal(err)
	}
	for lang, m := range all {
		for key, said := range m {
			if !strings.HasPrefix(lang, "zh") && !set.Can(said) { // Han are the reader's own
				t.Errorf("%s: no font has the letters of %s: %s", lang, key, said)
			}
		}
	}
	for lang, want := range map[string]string{"fa-AF": "فرستنده", "zh": "寄件人", "zh-Hant": "寄件人", "si": "", "ky": "Жөнөтүүчү"} {
		if got := caption("sender", lang); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
}

func BenchmarkPaper(b *testing.B) {
	s := samples()["pk"]
	for b.Loop() {
		drawn(b, s.Sheet(CN23))
	}
}

func BenchmarkBundle(b *testing.B) {
	s := samples()["pk"]
	for b.Loop() {
		drawn(b, s.Sheets()...)
	}
}
