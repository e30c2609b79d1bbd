package digital

import (
	"crypto/hmac"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"agora/fault"
)

func keyed(key string) Mark {
	return func(purpose, text string) []byte {
		m := hmac.New(sha256.New, []byte(key))
		m.Write([]byte(purpose + "\x00" + text))
		return m.Sum(nil)
	}
}

// FuzzReadToken: only what was signed is read, and it says what was signed.
func FuzzReadToken(f *testing.F) {
	mark := keyed("node")
	good := Token{42, time.Unix(1_800_000_000, 0).UTC()}
	s := good.Sign(mark)
	for _, seed := range []string{s, "", s + "A", s[:len(s)-1], strings.ToUpper(s), "=" + s[1:], good.Sign(keyed("other")), strings.Repeat("A", len(s)), "é" + s} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := ReadToken(text, mark)
		if ok != (text == s) && !(ok && got.Sign(mark) == text) {
			t.Fatalf("%q reads as %+v, %v", text, got, ok)
		}
	})
}

func TestToken(t *testing.T) {
	mark, other := keyed("node"), keyed("other")
	now := time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)
	want := Token{7, Until(now)}
	if want.Until.Sub(now) < LinkLife || want.Until.Sub(now) > LinkLife+24*time.Hour {
		t.Errorf("ends at %v", want.Until)
	}
	s := want.Sign(mark)
	if got, ok := ReadToken(s, mark); !ok || got != want {
		t.Errorf("%+v, %v", got, ok)
	}
	for i := range s { // no letter may change
		for _, c := range "Ab0_" {
			if bad := s[:i] + string(c) + s[i+1:]; bad != s {
				if got, ok := ReadToken(bad, mark); ok {
					t.Fatalf("letter %d: %+v", i, got)
				}
			}
		}
	}
	if _, ok := ReadToken(s, other); ok {
		t.Error("another node's key opens it")
	}
	none := func(string, string) []byte { return nil }
	if want.Sign(none) != "" {
		t.Error("signed without a key")
	}
	if _, ok := ReadToken(s, none); ok {
		t.Error("read without a key")
	}
}

func TestReadKeys(t *testing.T) {
	many := strings.Builder{}
	for i := range MaxKeys + 1 {
		many.WriteString("K" + strings.Repeat("x", i%7) + time.Unix(int64(i), 0).String() + "\n")
	}
	for text, want := range map[string]string{
		"a-1\r\n\r\n  b-2 \n":                 "",
		"a\nb\n\na\nb":                        "fault.keys_twice",
		"a\n" + strings.Repeat("x", MaxKey+1): "fault.keys_long",
		"a\x00":                               "fault.keys_long",
		" \n\n":                               "fault.required",
		many.String():                         "fault.at_most",
		strings.TrimSuffix(many.String(), "\n")[:500]: "",
	} {
		keys, err := ReadKeys(text)
		if want == "" && (err != nil || len(keys) < 2) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%.20q: %d keys, %v, want %q", text, len(keys), err, want)
		}
	}
	_, err := ReadKeys("a\nb\n\na\nb")
	if list := fault.List(err); len(list) != 1 || list[0].Args[1] != "4, 5" {
		t.Errorf("no line numbers: %+v", list)
	}
}

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		`C:\x\выкройка.pdf`: "выкройка.pdf", "../../etc/passwd": "passwd", "a\"b\r\nc.pdf": "abc.pdf", "...": "", "a\u202efdp.exe": "afdp.exe",
		strings.Repeat("я", 300) + ".pdf": strings.Repeat("я", MaxName-4) + ".pdf",
	} {
		if got := fileName(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}
