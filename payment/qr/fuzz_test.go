package qr

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// What reads must build, and what was built reads as the same and builds the
// same again.

func FuzzRead(f *testing.F) {
	f.Add(example)
	f.Add("00020101021230350009shop@abaa01061234560208ABA Bank520459995303840540512.505802KH5910Agora Shop6010PHNOM PENH62320103A-20211855123456780301S0701T993400131795456853782011317954574537816304")
	f.Add("00020101021226290010np.example01112501ELFDRY2520441215303524540510.005802NP5911Plazma Tech6009Kathmandu62100106012345")
	f.Fuzz(func(t *testing.T, body string) {
		if c, err := Read(body); err == nil {
			same(t, c)
		}
		if c, err := Read(sealed(body)); err == nil { // luck finds no check sum
			same(t, c)
		}
	})
}

func same(t *testing.T, c Code) {
	text, err := c.Text()
	if err != nil {
		t.Fatalf("%+v was read and can't be built: %v", c, err)
	}
	back, err := Read(text)
	if err != nil || cmp.Diff(c, back) != "" {
		t.Fatalf("%s: %v\n%s", text, err, cmp.Diff(c, back))
	}
}

func FuzzReadLink(f *testing.F) {
	f.Add("upi://pay?pa=shop%40upi&pn=Agora+Shop&am=499.00&cu=INR&mc=5999&tr=ORD-1&tn=Order+1")
	f.Add("upi://pay?pa=a.b-c_d@e&pn=%E0%A4%A8&url=https://agora.example/?a%3Db%26c&tid=7")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := ReadLink(text)
		if err != nil {
			return
		}
		built, err := k.Text()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := ReadLink(built); err != nil || back != k {
			t.Fatalf("%s: %+v, %v, want %+v", built, back, err, k)
		}
	})
}

func FuzzReadOrder(f *testing.F) {
	f.Add("ST00012|Name=ООО «Три кита»|PersonalAcc=40702810138250123017|BankName==ОАО \"БАНК\"|BIC=044525225|CorrespAcc=30101810400000000225|Sum=125000|LastName=Herrmann|FirstName=Raffael|")
	f.Add("ST00011#Name=\xce|#PersonalAcc=40702810138250123017#BankName=B#BIC=044525225#CorrespAcc=0")
	f.Fuzz(func(t *testing.T, text string) {
		o, err := ReadOrder(text)
		if err != nil {
			return
		}
		built, err := o.Text()
		if err != nil { // another's text may be longer than ours, or leave no separator
			return
		}
		if back, err := ReadOrder(built); err != nil || cmp.Diff(o, back) != "" {
			t.Fatalf("%s: %v %s", built, err, cmp.Diff(o, back))
		}
	})
}

func FuzzReadKarekod(f *testing.F) {
	f.Add("75021001021102026161460126TR330006100519786457841326070550Ağa10020363041234")
	if text, err := (Karekod{"61", "TR330006100519786457841326", "Ağa"}).Text(); err == nil {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, text := range []string{body, sealed(body)} {
			k, err := ReadKarekod(text)
			if err != nil {
				continue
			}
			built, err := k.Text()
			back, err2 := ReadKarekod(built)
			if err != nil || err2 != nil || back != k {
				t.Fatalf("%s: %+v, %v %v", text, back, err, err2)
			}
		}
	})
}

func FuzzAccount(f *testing.F) {
	for _, line := range accounts {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if CheckAccounts(text) != nil {
			return
		}
		for l := range strings.Lines(text) { // what was taken can be paid to
			if l = strings.TrimSpace(l); l == "" {
				continue
			}
			a := read(t, l)
			if _, err := a.Paper(ask(a.Currency)); err != nil {
				t.Fatalf("%s: %v", l, err)
			}
		}
	})
}

func FuzzCut(f *testing.F) {
	f.Add("បាយ័នអង្គរ", 7)
	f.Fuzz(func(t *testing.T, s string, n int) {
		if n < 0 || n > 99 || !utf8.ValidString(s) {
			return
		}
		if c := Cut(s, n); len(c) > n || !utf8.ValidString(c) || Cut(c, n) != c {
			t.Fatalf("%q to %d: %q", s, n, c)
		}
		if !ascii(Latin(s)) {
			t.Fatalf("%q in Latin: %q", s, Latin(s))
		}
	})
}
