package assembly_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/fault"
	"agora/slide/slidetest"
)

// TestWhatIsHandedOut gives files in a session and in the whole event, and takes them back.
func TestWhatIsHandedOut(t *testing.T) {
	halls(t, func(f *floor, _ *time.Time) {
		f.keepsFiles()
		speaker, host := f.in[assembly.OnStage], f.in[assembly.HostRole]
		f.must(f.HandOut(f.ctx(), speaker, false, `..\Price list.xlsx`, strings.NewReader("figures")))
		f.must(f.HandOut(f.ctx(), host, true, "House rules.pdf", strings.NewReader("rules")))
		at := f.again(assembly.Attendee)
		if len(at.Here) != 1 || at.Here[0].Name != "Price list.xlsx" || at.Here[0].Size != 7 || len(at.Whole) != 1 || at.Whole[0].Name != "House rules.pdf" {
			t.Fatalf("handed out are %+v and %+v", at.Here, at.Whole)
		}
		all, err := f.Handouts(f.ctx(), at)
		if err != nil || len(all[f.session.ID]) != 1 || len(all[0]) != 1 {
			t.Errorf("of the event there are %+v, %v", all, err)
		}
		w := httptest.NewRecorder()
		f.must(f.GiveHandout(w, httptest.NewRequest("GET", "/", nil), at.Here, at.Here[0].ID))
		if w.Body.String() != "figures" || !strings.Contains(w.Header().Get("Content-Disposition"), `attachment; filename="Price list.xlsx"`) {
			t.Errorf("given is %q as %v", w.Body, w.Header())
		}
		if err := f.GiveHandout(w, httptest.NewRequest("GET", "/", nil), at.Here, at.Whole[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a file of another list: %v", err)
		}
		for what, err := range map[string]error{
			"a listener hands out":             f.HandOut(f.ctx(), f.in[assembly.Attendee], false, "a", strings.NewReader("a")),
			"a listener takes back":            f.Withhold(f.ctx(), at, at.Here[0].ID),
			"a speaker hands out in all halls": f.HandOut(f.ctx(), speaker, true, "a", strings.NewReader("a")),
			"a speaker takes back everybody's": f.Withhold(f.ctx(), f.again(assembly.OnStage), at.Whole[0].ID),
		} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", what, err)
			}
		}
		d := f.sends(speaker, slidetest.PDF(slidetest.Page{Text: "Cover"}))
		f.must(f.OfferDeck(f.ctx(), speaker, d.ID, true))
		f.must(f.OfferDeck(f.ctx(), speaker, d.ID, true)) // once
		if at = f.again(assembly.Attendee); len(at.Here) != 2 || at.Here[1].Name != d.Name || at.Here[1].Deck != d.ID {
			t.Errorf("with the slides: %+v", at.Here)
		}
		f.must(f.RemoveDeck(f.ctx(), speaker, d.ID))
		f.must(f.Withhold(f.ctx(), speaker, at.Here[0].ID))
		f.must(f.Withhold(f.ctx(), f.again(assembly.HostRole), at.Whole[0].ID))
		if at = f.again(assembly.Attendee); len(at.Here)+len(at.Whole) != 0 {
			t.Errorf("left are %+v and %+v", at.Here, at.Whole)
		}
		for range 20 {
			f.must(f.HandOut(f.ctx(), speaker, false, "same", strings.NewReader("a")))
		}
		if err := f.HandOut(f.ctx(), speaker, false, "same", strings.NewReader("a")); !fault.HasKey(err, "fault.at_most") {
			t.Errorf("one too many: %v", err)
		}
		big := strings.NewReader(strings.Repeat("a", assembly.MaxHandout+1))
		if err := f.HandOut(f.ctx(), host, true, "big", big); !fault.Is(err, fault.TooLarge) {
			t.Errorf("too large: %v", err)
		}
	})
}
