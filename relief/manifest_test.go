package relief_test

import (
	"strings"
	"testing"

	"agora/fault"
	. "agora/relief"
)

var listed = []Item{{ID: 1, Code: "mask-iir", Sort: Sort{Most: 10_000}}, {ID: 2, Code: "serum", Sort: Sort{Keeps: true}}}

// TestAManifestSaysWhatIsWrong reads lists with one fault each.
func TestAManifestSaysWhatIsWrong(t *testing.T) {
	for list, want := range map[string]string{
		"1,mask-iir,5,,,\n3,mask-iir,5,,,":      "0 number fault.relief_gap",
		"0,mask-iir,5,,,":                       "2 number fault.number_range",
		"1,boots,5,,,":                          "2 item fault.relief_item",
		"1,mask-iir,-1,,,":                      "2 units fault.number_range",
		"1,mask-iir,199999999999998,,,":         "2 units fault.number_range",
		"1,mask-iir,5,1517.145,,":               "2 value fault.relief_value",
		"1,mask-iir,5,,,31.12.2027":             "2 expires fault.relief_day",
		"1,serum,5,,,2027-12-31":                "2 expires fault.relief_keeps",
		"1,mask-iir,5,,,\n2,\"mask-iir,5,,,\n3": "3 file fault.feed_quote",
	} {
		m, err := ReadManifest(strings.NewReader("Number;Item;Units;Value;Batch;Expires\n"+strings.ReplaceAll(list, ",", ";")), listed)
		if err != nil || len(m.Faults) == 0 {
			t.Errorf("%q: %v, %+v", list, err, m)
			continue
		}
		if f := m.Faults[0]; want != strings.Join([]string{[]string{"0", "1", "2", "3"}[f.Row], f.Fault.Field, f.Fault.Key}, " ") {
			t.Errorf("%q: row %d, %v", list, f.Row, f.Fault)
		}
	}
	for body, key := range map[string]string{"": "fault.relief_columns", "number,item\n1,x": "fault.relief_columns", "number,item,units\n": "fault.required", "\xff\xfen": "fault.feed_utf16", "number\xfe": "fault.feed_encoding"} {
		if _, err := ReadManifest(strings.NewReader(body), listed); !fault.HasKey(err, key) {
			t.Errorf("%q: %v", body, err)
		}
	}
}

// FuzzManifest reads anything: what is taken has numbers without a gap and units within
// bounds.
func FuzzManifest(f *testing.F) {
	f.Add("number,item,units,value,batch,expires\n1,mask-iir,2000,1517.14,M26,2027-12-31\n2,serum,3,,S,2027-01-01\n")
	f.Add("number;item;units\n1;mask-iir;1\n1;mask-iir;2\n")
	f.Fuzz(func(t *testing.T, body string) {
		m, err := ReadManifest(strings.NewReader(body), listed)
		if err != nil || len(m.Faults) > 0 {
			return
		}
		for i, p := range m.Packages {
			if len(p.Lines) == 0 || p.Value < 0 {
				t.Fatalf("package %d: %+v", i+1, p)
			}
			for _, l := range p.Lines {
				if l.Units < 1 || l.Units > MostUnits || l.Item == 1 && l.Units > 10_000 || l.Item == 2 && (l.Batch == "" || l.Expires == 0) {
					t.Fatalf("package %d: %+v", i+1, l)
				}
			}
		}
	})
}
