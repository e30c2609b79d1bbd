package relief

import (
	"strings"
	"testing"
)

// FuzzReadRef reads references out of what payers write: what is found has the form and the
// remainder of ISO 11649, and one of ours is found however it is set, among other words.
func FuzzReadRef(f *testing.F) {
	for _, text := range []string{"", "RF", "gift rf18 5390 0754 703", "RF18539007547034", "for RF-70-QAJK-8VAKB, thanks", "RF00RF00RF00RF00"} {
		f.Add(text, int64(7))
	}
	f.Fuzz(func(t *testing.T, text string, id int64) {
		if ref := readRef(text); ref != "" && (len(ref) != 4+refChars || !strings.HasPrefix(ref, "RF") || remainder(ref[4:]+ref[:4]) != 1) {
			t.Errorf("%q: %q", text, ref)
		}
		own := refFor(DonationID(id), 0)
		for _, set := range []string{own, strings.ToLower(own), Spaced(own), strings.ReplaceAll(Spaced(own), " ", "-"), strings.NewReplacer("0", "O", "1", "I").Replace(own[4:])} {
			if len(set) < len(own) {
				set = own[:4] + set
			}
			if got := readRef("gift, " + set + ", thank you"); got != own {
				t.Errorf("%q: %q, want %q", set, got, own)
			}
		}
	})
}
