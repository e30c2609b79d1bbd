package rates

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agora/fault"
	"agora/money"
)

// sample gives the sheet of a bank in testdata.
func sample(t testing.TB, bank string) []byte {
	t.Helper()
	files, err := filepath.Glob("testdata/" + bank + ".*ml")
	if len(files) == 0 {
		files, err = filepath.Glob("testdata/" + bank + ".json")
	}
	if err != nil || len(files) != 1 {
		t.Fatal(bank, files, err)
	}
	body, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func (s Sheet) dump() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s\n", s.Bank, s.Currency, s.Day.Format(time.DateOnly))
	for _, l := range s.Lines {
		fmt.Fprintf(&b, "%s %s  said %s for %d\n", l.Currency, money.Rate{Value: l.Value}, l.Said, l.Nominal)
	}
	return b.String()
}

func TestReadsTheSheetOfEachBank(t *testing.T) {
	for _, b := range Banks() {
		t.Run(b.Key, func(t *testing.T) {
			s, err := Read(b.Key, sample(t, b.Key))
			if err != nil {
				t.Fatal(err)
			}
			path, have := "testdata/"+b.Key+".want", s.dump()
			if os.Getenv("AGORA_KEEP_RATES") != "" {
				if err := os.WriteFile(path, []byte(have), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want, err := os.ReadFile(path); err != nil || string(want) != have {
				t.Errorf("have\n%swant\n%s%v", have, want, err)
			}
		})
	}
}

// TestSheetsThatAreWrong breaks sound sheets, one thing at a time: none is read,
// and the fault says what was wrong.
func TestSheetsThatAreWrong(t *testing.T) {
	bomb := `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><ValCurs Date="26.11.2026"><Valute><CharCode>USD</CharCode><Nominal>1</Nominal><Value>&b;</Value></Valute></ValCurs>`
	for name, c := range map[string]struct{ bank, old, new, says string }{
		"number":         {"ru", "92,5000", "9x,5", "USD: “9x,5”"},
		"zero":           {"ru", "92,5000", "0,0000", "USD: “0,0000”"},
		"below zero":     {"ru", "92,5000", "-1,0", "USD"},
		"exponent":       {"uz", `"12950.45"`, `1e300`, "USD: “1e300”"},
		"nominal":        {"ru", "<Nominal>100</Nominal>", "<Nominal>0</Nominal>", "nominal: “0”"},
		"no nominal":     {"kz", "<quant>100</quant>", "", "quant"},
		"groups":         {"mn", "3,465.69", "34,65.69", "USD: “34,65.69”"},
		"day":            {"kg", "26.11.2026", "31.11.2026", "day: “31.11.2026”"},
		"a part":         {"ru", "USD", "GBP", "no rate of USD"},
		"no day":         {"cn", `"lastDate": "2026-11-26 9:15",`, "", "day"},
		"two days":       {"by", `"Date":"2026-11-26T00:00:00","Cur_Abbreviation":"EUR"`, `"Date":"2026-11-25T00:00:00","Cur_Abbreviation":"EUR"`, "another day"},
		"twice":          {"by", `"EUR"`, `"USD"`, "USD twice"},
		"currency":       {"am", "<ISO>USD</ISO>", "<ISO>US$</ISO>", "currency: “US$”"},
		"pair":           {"cn", "USD/CNY", "USD/EUR", "pair: “USD/EUR”"},
		"own pair":       {"cn", "USD/CNY", "CNY/CNY", "pair"},
		"another bank's": {"kg", "CurrencyRates", "ValCurs", "CurrencyRates"},
		"half":           {"tr", "</Tarih_Date>", "", "unexpected EOF"},
		"letters":        {"ru", "windows-1251", "koi8-r", "koi8-r"},
		"empty":          {"np", `"payload": [`, `"other": [`, "no rates"},
		"failed":         {"mn", `"success": true`, `"success": false`, "failed"},
		"fault":          {"am", "<ExchangeRatesLatestResponse", "<Fault><faultstring>Server is busy</faultstring></Fault><ExchangeRatesLatestResponse", "Server is busy"},
	} {
		body := bytes.ReplaceAll(sample(t, c.bank), []byte(c.old), []byte(c.new))
		s, err := Read(c.bank, body)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v %v, want a fault with %q", name, s, err, c.says)
		}
	}
	sound := `<Valute><CharCode>USD</CharCode><Nominal>1</Nominal><Value>1</Value></Valute>`
	for name, c := range map[string]struct{ body, says string }{
		"a bomb":     {bomb, "a document type"},
		"a type":     {`<!DOCTYPE ValCurs><ValCurs Date="26.11.2026">` + sound + `</ValCurs>`, "a document type"},
		"deep":       {`<ValCurs Date="26.11.2026">` + sound + strings.Repeat("<a>", maxDepth) + strings.Repeat("</a>", maxDepth) + `</ValCurs>`, "too deep"},
		"huge":       {strings.Repeat(" ", MaxBytes+1), "rates_size"},
		"many":       {`<ValCurs Date="26.11.2026">` + strings.Repeat(sound, maxLines+1) + `</ValCurs>`, "more than"},
		"nothing":    {"", "EOF"},
		"no date":    {`<ValCurs>` + sound + `</ValCurs>`, "day"},
		"no letters": {"<ValCurs Date=\"26.11.2026\">\xff" + sound + "</ValCurs>", "UTF-8"},
	} {
		if s, err := Read("ru", []byte(c.body)); !fault.Is(err, fault.Invalid) || len(s.Lines) > 0 || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v %v, want %q", name, s, err, c.says)
		}
	}
	if _, err := Read("xx", nil); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		text string
		mark byte
		want string
	}{
		{"92,5000", ',', "92.5"}, {"12 950,45", ',', "12950.45"}, {"12\u00a0950,45", ',', "12950.45"}, {"10.65", ',', "10.65"}, {"7", ',', "7"},
		{"3,465.69", '.', "3465.69"}, {"14,359,987.44", '.', "14359987.44"}, {"87,450", '.', "87450"}, {".5", '.', ""}, {"1.", '.', ""}, {"1.2.3", '.', ""},
		{"1,2,3", ',', ""}, {"1 2,3", ',', ""}, {"", '.', ""}, {"0", '.', ""}, {"+1", '.', ""}, {"0x1", '.', ""}, {"1/2", '.', ""}, {"1_000", '.', ""}, {strings.Repeat("9", 40), '.', ""},
	} {
		v, ok := decimal(c.text, c.mark)
		if !ok {
			if c.want != "" {
				t.Errorf("%q is not read", c.text)
			}
			continue
		}
		if n, ok := scaled(v, 1); !ok || (money.Rate{Value: n}).String() != c.want {
			t.Errorf("%q: %d, want %s", c.text, n, c.want)
		}
	}
	half, _ := decimal("0.00000000250", '.')
	if n, _ := scaled(half, 1); n != 3 {
		t.Errorf("half up: %d", n)
	}
	tiny, _ := decimal("0.0001", '.')
	if n, ok := scaled(tiny, maxNominal); ok {
		t.Errorf("nothing is left of it, and it is %d", n)
	}
}

func TestAddresses(t *testing.T) {
	at := time.Date(2026, 11, 6, 9, 0, 0, 0, time.UTC)
	for key, want := range map[string]string{"ru": "date_req=06/11/2026", "kz": "fdate=06.11.2026", "uz": "/2026-11-06/", "np": "from=2026-10-27&to=2026-11-06"} {
		if b, _ := Find(key); !strings.Contains(b.Address(at), want) {
			t.Errorf("%s: %s", key, b.Address(at))
		}
	}
	for _, b := range Banks() {
		if a := b.Address(at); strings.ContainsAny(a, "{}") || !strings.HasPrefix(a, "https://") {
			t.Errorf("%s: %s", b.Key, a)
		}
	}
}

// FuzzRead tries each bank's reader: what it takes is whole and in order.
func FuzzRead(f *testing.F) {
	for i, b := range Banks() {
		f.Add(uint8(i), sample(f, b.Key))
	}
	f.Fuzz(func(t *testing.T, n uint8, body []byte) {
		b := banks[int(n)%len(banks)]
		s, err := Read(b.Key, body)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return
		}
		if s.Bank != b.Key || s.Currency != b.Currency || s.Day.IsZero() || len(s.Lines) == 0 || len(s.Lines) > maxLines {
			t.Fatalf("%+v", s)
		}
		if _, ok := s.Value("USD"); !ok {
			t.Fatalf("no dollar: %+v", s)
		}
		for i, l := range s.Lines {
			v, ok := s.Value(l.Currency)
			if l.Value <= 0 || l.Nominal <= 0 || !l.Currency.Valid() || l.Currency == s.Currency || !ok || v != l.Value || i > 0 && s.Lines[i-1].Currency >= l.Currency {
				t.Fatalf("%+v", s)
			}
		}
	})
}
