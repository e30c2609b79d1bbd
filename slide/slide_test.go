package slide

import (
	"bytes"
	"context"
	"errors"
	"image"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"

	"agora/fault"
	"agora/slide/slidetest"
)

var painter = &Painter{turn: make(chan struct{}, 1), made: wazero.NewCompilationCache()}

func open(t *testing.T, file []byte) *Deck {
	t.Helper()
	d, err := painter.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// TestAPageIsAPictureWithItsText reads a deck of two pages, of which one is upright.
func TestAPageIsAPictureWithItsText(t *testing.T) {
	d := open(t, slidetest.PDF(slidetest.Page{Text: "What a buyer asks"}, slidetest.Page{Text: "Who pays?", Width: 540, Height: 960}))
	if d.Pages() != 2 {
		t.Fatalf("%d pages", d.Pages())
	}
	for i, want := range []struct {
		size image.Point
		text string
	}{{image.Pt(1280, 720), "What a buyer asks"}, {image.Pt(720, 1280), "Who pays?"}} {
		p, err := d.Page(i)
		if err != nil {
			t.Fatal(err)
		}
		if p.Picture.Rect.Size() != want.size || p.Text != want.text {
			t.Errorf("page %d is %v with %q", i, p.Picture.Rect, p.Text)
		}
		dark := 0
		for j := 0; j < len(p.Picture.Pix); j += 4 {
			if p.Picture.Pix[j+3] != 255 {
				t.Fatal("a page can be seen through")
			}
			if p.Picture.Pix[j] < 100 {
				dark++
			}
		}
		if dark < 500 {
			t.Errorf("page %d has %d dark pixels: nothing is written on it", i, dark)
		}
	}
	if _, err := d.Page(2); !fault.HasKey(err, "fault.slides_page") {
		t.Errorf("a page that is not there: %v", err)
	}
}

// TestWhatIsNoDeckIsRefused names the field and the cure, and leaves the turn to others.
func TestWhatIsNoDeckIsRefused(t *testing.T) {
	whole := slidetest.PDF(slidetest.Page{Text: "one"})
	for name, c := range map[string]struct {
		file []byte
		key  string
	}{
		"nothing":  {nil, "fault.slides_broken"},
		"a letter": {[]byte("Dear Olga, here are my slides"), "fault.slides_broken"},
		"a half":   {[]byte("%PDF-1.4\n1 0 obj\n<</Type/Catalog"), "fault.slides_broken"},
		"locked":   {slidetest.Locked(), "fault.slides_locked"},
		"no pages": {slidetest.PDF(), "fault.slides_broken"},
		"too many": {slidetest.PDF(make([]slidetest.Page, MaxPages+1)...), "fault.slides_many"},
		"too long": {make([]byte, MaxFile+1), "fault.file_large"},
	} {
		d, err := painter.Open(t.Context(), c.file)
		if d != nil {
			d.Close()
		}
		if list := fault.List(err); !fault.HasKey(err, c.key) && !strings.Contains(err.Error(), c.key) || len(list) == 1 && list[0].Field != "file" {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
	open(t, whole)
}

// TestOneDeckAtATime has the second wait, and give up when its caller does.
func TestOneDeckAtATime(t *testing.T) {
	file := slidetest.PDF(slidetest.Page{Text: "one"})
	d, err := painter.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := painter.Open(ctx, file); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a second deck: %v", err)
	}
	d.Close()
	open(t, file)
}

// TestWhatTakesTooLongIsEnded stops a page in the middle of its work.
func TestWhatTakesTooLongIsEnded(t *testing.T) {
	d := open(t, slidetest.PDF(slidetest.Heavy(200_000)))
	began := time.Now()
	err := d.within(50*time.Millisecond, func() error { _, err := d.paint(0); return err })
	if !fault.HasKey(err, "fault.slides_heavy") {
		t.Errorf("a heavy page: %v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it was ended after %v", took)
	}
}

// TestBrokenFilesDoNoHarm reads a deck with bytes changed, cut and moved: whatever
// comes, it is a deck or a fault, soon.
func TestBrokenFilesDoNoHarm(t *testing.T) {
	whole := slidetest.PDF(slidetest.Page{Text: "What a buyer asks"}, slidetest.Page{Text: "Who pays?"})
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		file := bytes.Clone(whole)
		for range 1 + rnd.IntN(40) {
			file[8+rnd.IntN(len(file)-8)] = byte(rnd.IntN(256))
		}
		if rnd.IntN(3) == 0 {
			file = file[:rnd.IntN(len(file))]
		}
		try(t, file)
	}
}

// FuzzDeck is the same with what the fuzzer thinks of.
func FuzzDeck(f *testing.F) {
	f.Add(slidetest.PDF(slidetest.Page{Text: "one"}))
	f.Add(slidetest.Locked())
	f.Fuzz(func(t *testing.T, file []byte) { try(t, file) })
}

func try(t *testing.T, file []byte) {
	t.Helper()
	d, err := painter.Open(t.Context(), file)
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			t.Errorf("a broken file is a fault of the program: %v", err)
		}
		return
	}
	defer d.Close()
	for i := range min(d.Pages(), 3) {
		if _, err := d.Page(i); fault.KindOf(err) == fault.Internal && err != nil {
			t.Errorf("page %d: %v", i, err)
		}
	}
}

func TestCleanText(t *testing.T) {
	for in, want := range map[string]string{
		"One\r\n  two\tthree \r\n\r\n": "One\ntwo three",
		"a\x00b\ufffe\uf0b7 c\xff":     "ab c",
		"e\u0301":                      "é",
		strings.Repeat("ж", maxText+5): strings.Repeat("ж", maxText),
		"تصدیق\u200cنامہ":              "تصدیق\u200cنامہ",
	} {
		if got := clean(in); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}
