package relief_test

import (
	"testing"

	. "agora/relief"
)

// TestLabelsAreReadBack reads labels as phones give them, and what is none.
func TestLabelsAreReadBack(t *testing.T) {
	tag := Tag{Crisis: 41, Consignment: 97, Number: 412}
	if got := Label("https://agora.example", tag); got != "https://agora.example/relief/41/97?p=412" {
		t.Error(got)
	}
	for text, want := range map[string]Tag{
		"https://agora.example/relief/41/97?p=412":        tag,
		" HTTP://OTHER:8080/relief/41/97/?utm=x&p=412#a ": tag,
		"/relief/41/97?p=412":                             tag,
		"412":                                             {Number: 412},
		" 0412\n":                                         {Number: 412},
	} {
		if got, ok := ReadLabel(text); !ok || got != want {
			t.Errorf("%q: %+v %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "0", "-4", "4.5", "99999999999999999999", "https://agora.example/relief/41/97", "https://agora.example/relief/41/97?p=0",
		"https://agora.example/p/41/97?p=4", "https://agora.example/relief/x/97?p=4", "https://agora.example/relief/41/97/3?p=4", "javascript:4"} {
		if got, ok := ReadLabel(text); ok {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}

// FuzzReadLabel reads anything: what is read is a number of a package, and is read back.
func FuzzReadLabel(f *testing.F) {
	for _, s := range []string{"412", "https://agora.example/relief/41/97?p=412", "/relief/1/1?p=1;p=2", "relief/1/1?p=%31", "\x00", "//relief/1/1?p=1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tag, ok := ReadLabel(text)
		switch {
		case !ok:
		case tag.Number < 1 || tag.Crisis < 0 || (tag.Crisis == 0) != (tag.Consignment == 0):
			t.Errorf("%q: %+v", text, tag)
		case tag.Crisis != 0:
			if again, ok := ReadLabel(Label("https://agora.example", tag)); !ok || again != tag {
				t.Errorf("%+v is read back as %+v", tag, again)
			}
		}
	})
}
