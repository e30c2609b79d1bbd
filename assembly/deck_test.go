package assembly_test

import (
	"bytes"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"agora/assembly"
	"agora/blob"
	"agora/fault"
	"agora/slide/slidetest"
)

// sends has somebody send slides, and makes their pictures.
func (f *floor) sends(at assembly.Seated, file []byte) assembly.Deck {
	f.Helper()
	f.must(f.AddDeck(f.ctx(), at, `C:\talks\Buyers & "prices".pdf`, bytes.NewReader(file)))
	id := f.deck(at).ID
	f.must(f.PrepareDeck(f.ctx(), assembly.DeckWork{Event: f.event.ID, Session: f.session.ID}, id))
	return f.deck(at)
}

// deck is the one that was sent last.
func (f *floor) deck(at assembly.Seated) assembly.Deck {
	f.Helper()
	list, err := f.Decks(f.ctx(), at)
	f.must(err)
	return list[len(list)-1]
}

func (f *floor) keepsFiles() {
	f.Helper()
	files, err := blob.Open(f.TempDir())
	f.must(err)
	f.KeepFiles(files)
}

// again enters the hall anew, which shows what is on now.
func (f *floor) again(role assembly.Role) assembly.Seated {
	f.Helper()
	at, err := f.Enter(f.ctx(), holder(f.in[role].Seat), f.event.ID, f.in[role].Seat.ID, f.session.ID)
	f.must(err)
	return at
}

// given is what is answered to who asks for the picture of a page.
func (f *floor) given(role assembly.Role, deck assembly.DeckID, page int64, small bool) (*httptest.ResponseRecorder, error) {
	w := httptest.NewRecorder()
	return w, f.GiveSlide(w, httptest.NewRequest("GET", "/", nil), f.in[role], deck, page, small)
}

// TestSlidesAreShownAndLogged takes a deck from its file to the replay.
func TestSlidesAreShownAndLogged(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		f.keepsFiles()
		speaker := f.in[assembly.OnStage]
		d := f.sends(speaker, slidetest.PDF(slidetest.Page{Text: "Cover"}, slidetest.Page{Text: "What a buyer asks"}, slidetest.Page{Text: "Who pays"}, slidetest.Page{Text: "End"}))
		if d.State != assembly.Ready || d.Pages != 4 || d.Done != 4 || d.Name != "Buyers & prices.pdf" {
			t.Fatalf("a deck is %+v", d)
		}
		f.must(f.PrepareDeck(f.ctx(), assembly.DeckWork{Event: f.event.ID, Session: f.session.ID}, d.ID)) // once more does nothing
		if at := f.again(assembly.Attendee); at.Slide.Page != 0 {
			t.Errorf("before any is shown there is %+v", at.Slide)
		}
		began := *clock
		*clock = began.Add(time.Minute)
		f.must(f.ShowSlide(f.ctx(), speaker, d.ID, 2))
		f.must(f.ShowSlide(f.ctx(), speaker, d.ID, 2)) // is on already
		*clock = began.Add(2 * time.Minute)
		f.must(f.TurnSlide(f.ctx(), f.in[assembly.Moderator], 2))
		f.must(f.TurnSlide(f.ctx(), speaker, 1)) // it is the last
		at := f.again(assembly.Attendee)
		if s := at.Slide; s.Deck != d.ID || s.Page != 4 || s.Pages != 4 || s.Text != "End" || s.Before != 2 || s.Width != 1280 || s.Height != 720 || s.Small.Width != 640 {
			t.Errorf("now there is %+v", s)
		}
		for _, c := range []struct{ ask, page, before, after int64 }{{3, 2, 0, 4}, {2, 2, 0, 4}, {9, 4, 2, 0}} {
			if p, err := f.Leaf(f.ctx(), at, c.ask); err != nil || p.Page != c.page || p.Before != c.before || p.After != c.after || p.Pages != 4 || p.Small.Key == "" {
				t.Errorf("leafing to %d: %+v, %v", c.ask, p, err)
			}
		}
		if _, err := f.Leaf(f.ctx(), at, 1); !fault.Is(err, fault.NotFound) {
			t.Errorf("leafing to a page that nobody was shown: %v", err)
		}
		mine, err := f.Pages(f.ctx(), at, d.ID)
		f.must(err)
		all, err := f.Pages(f.ctx(), speaker, d.ID)
		f.must(err)
		if len(mine) != 2 || len(all) != 4 || all[2].Text != "Who pays" {
			t.Errorf("pages are %v for a listener, %v for the speaker", mine, all)
		}
		f.must(f.PutSlidesAway(f.ctx(), speaker))
		if err := f.TurnSlide(f.ctx(), speaker, 1); !fault.Is(err, fault.NotFound) {
			t.Errorf("turning what is not there: %v", err)
		}
		list, err := f.Showings(f.ctx(), f.in[assembly.Attendee])
		f.must(err)
		var pages []int64
		for _, s := range list {
			pages = append(pages, s.Page)
		}
		if !slices.Equal(pages, []int64{2, 4, 0}) || !list[0].At().Equal(began.Add(time.Minute)) || list[0].Text != "What a buyer asks" || list[1].Large.Key == "" {
			t.Errorf("the log is %+v", list)
		}
		f.must(f.ShowSlide(f.ctx(), speaker, d.ID, 1))
		f.must(f.RemoveDeck(f.ctx(), speaker, d.ID))
		if at := f.again(assembly.Attendee); at.Slide.Page != 0 {
			t.Errorf("of a deck that was taken away there is %+v", at.Slide)
		}
		list, err = f.Showings(f.ctx(), f.in[assembly.Attendee])
		f.must(err)
		if len(list) != 5 || list[0].Page != 0 {
			t.Errorf("afterwards the log is %+v", list)
		}
		f.must(f.End(f.ctx(), f.in[assembly.HostRole]))
		if err := f.PutSlidesAway(f.ctx(), speaker); !fault.Is(err, fault.Conflict) {
			t.Errorf("showing when it is over: %v", err)
		}
	})
}

// TestWhoSeesWhichSlide gives pictures to those who may have them.
func TestWhoSeesWhichSlide(t *testing.T) {
	halls(t, func(f *floor, _ *time.Time) {
		f.keepsFiles()
		d := f.sends(f.in[assembly.OnStage], slidetest.PDF(slidetest.Page{Text: "Cover"}, slidetest.Page{Text: "Secret"}))
		f.must(f.ShowSlide(f.ctx(), f.in[assembly.OnStage], d.ID, 1))
		for _, role := range assembly.Roles {
			presents := slices.Contains([]assembly.Role{assembly.OnStage, assembly.Moderator, assembly.HostRole}, role)
			if w, err := f.given(role, d.ID, 1, true); err != nil || w.Header().Get("Content-Type") != "image/webp" || w.Body.Len() < 500 || w.Body.Len() > 20<<10 {
				t.Errorf("%s gets the page that is shown: %d bytes, %v", role, w.Body.Len(), err)
			}
			if _, err := f.given(role, d.ID, 2, false); (err == nil) != presents {
				t.Errorf("%s gets a page that was not shown: %v", role, err)
			}
			if err := f.ShowSlide(f.ctx(), f.in[role], d.ID, 1); (err == nil) != presents {
				t.Errorf("%s shows a page: %v", role, err)
			}
			if _, err := f.Decks(f.ctx(), f.in[role]); (err == nil) != presents {
				t.Errorf("%s sees what was sent: %v", role, err)
			}
			if presents {
				continue
			}
			for what, err := range map[string]error{"sends": f.AddDeck(f.ctx(), f.in[role], "a.pdf", bytes.NewReader(slidetest.PDF(slidetest.Page{}))),
				"removes": f.RemoveDeck(f.ctx(), f.in[role], d.ID), "turns": f.TurnSlide(f.ctx(), f.in[role], 1), "puts away": f.PutSlidesAway(f.ctx(), f.in[role])} {
				if !fault.Is(err, fault.Forbidden) {
					t.Errorf("%s %s: %v", role, what, err)
				}
			}
		}
		for _, c := range []struct {
			deck assembly.DeckID
			page int64
			key  string
		}{{d.ID, 3, "fault.slides_no_page"}, {d.ID, 0, "fault.slides_no_page"}, {d.ID + 1, 1, "fault.event_unknown"}} {
			if err := f.ShowSlide(f.ctx(), f.in[assembly.OnStage], c.deck, c.page); !fault.HasKey(err, c.key) {
				t.Errorf("page %d: %v", c.page, err)
			}
		}
		other := f.plan()
		elsewhere, err := f.Enter(f.ctx(), holder(f.in[assembly.HostRole].Seat), f.event.ID, f.in[assembly.HostRole].Seat.ID, other.ID)
		f.must(err)
		if err := f.ShowSlide(f.ctx(), elsewhere, d.ID, 1); !fault.Is(err, fault.NotFound) {
			t.Errorf("the slides of another session: %v", err)
		}
	})
}

// TestWhatIsNoDeckIsToldSo refuses at once what is no PDF, and afterwards what cannot be
// read.
func TestWhatIsNoDeckIsToldSo(t *testing.T) {
	halls(t, func(f *floor, _ *time.Time) {
		f.keepsFiles()
		speaker := f.in[assembly.OnStage]
		if err := f.AddDeck(f.ctx(), speaker, "a.pptx", bytes.NewReader([]byte("PK\x03\x04 a presentation"))); !fault.HasKey(err, "fault.slides_broken") || fault.List(err)[0].Field != "file" {
			t.Errorf("no PDF: %v", err)
		}
		if d := f.sends(speaker, slidetest.Locked()); d.State != assembly.Refused || d.Fault().Key != "fault.slides_locked" {
			t.Errorf("a locked one: %+v", d)
		}
		d := f.sends(speaker, []byte("%PDF-1.7 and no more"))
		if d.State != assembly.Refused || d.Fault().Key != "fault.slides_broken" {
			t.Errorf("a broken one: %+v", d)
		}
		if err := f.ShowSlide(f.ctx(), speaker, d.ID, 1); !fault.HasKey(err, "fault.slides_not_ready") {
			t.Errorf("showing it: %v", err)
		}
	})
}
