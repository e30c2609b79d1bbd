package assembly_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"agora/assembly"
	"agora/blob"
	"agora/identity"
	"agora/slide/slidetest"
)

// stored counts the files of a store, and those that are PDFs.
func stored(t *testing.T, files *blob.Store) (all, papers int) {
	t.Helper()
	for e, err := range files.Files(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all++
		f, err := files.Open(e.Key)
		if err != nil {
			t.Fatal(err)
		}
		head := make([]byte, 4)
		_, _ = f.Read(head)
		f.Close()
		if string(head) == "%PDF" {
			papers++
		}
	}
	return all, papers
}

// TestFilesGoWithTheLastThatHasThem sends the same slides three times and hands the
// same file out, in one event and in another, and takes one after the other away.
func TestFilesGoWithTheLastThatHasThem(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		files, err := blob.Open(f.TempDir())
		f.must(err)
		f.KeepFiles(files)
		others := newFloor(t, f.Service)
		speaker, host := f.in[assembly.OnStage], f.in[assembly.HostRole]
		pdf := slidetest.PDF(slidetest.Page{Text: "Cover"}, slidetest.Page{Text: "End"})
		left := func(what string, pictures, papers int) {
			t.Helper()
			f.must(f.ClearFiles(f.ctx(), f.event.ID))
			f.must(f.ClearFiles(f.ctx(), f.event.ID)) // again takes nothing more
			if all, got := stored(t, files); got != papers || all-got != pictures {
				t.Errorf("%s: %d pictures and %d papers are left, not %d and %d", what, all-got, got, pictures, papers)
			}
		}
		first, second := f.sends(speaker, pdf), f.sends(speaker, pdf)
		theirs := others.sends(others.in[assembly.OnStage], pdf)
		sold, _, err := files.Put(f.ctx(), bytes.NewReader(pdf), 1<<20) // another package has it
		f.must(err)
		f.must(f.HandOut(f.ctx(), host, true, "a.pdf", bytes.NewReader(pdf)))
		left("all are there", 4, 2)
		f.must(f.RemoveDeck(f.ctx(), speaker, first.ID))
		left("one deck is taken away", 4, 2)
		if w, err := f.given(assembly.OnStage, second.ID, 1, false); err != nil || w.Code != 200 {
			t.Errorf("the other is shown: %d, %v", w.Code, err)
		}
		f.must(f.RemoveDeck(f.ctx(), speaker, second.ID))
		left("the other is", 4, 2)
		f.must(f.Withhold(f.ctx(), f.again(assembly.HostRole), f.again(assembly.HostRole).Whole[0].ID))
		left("what is handed out is", 4, 2)
		f.must(others.RemoveDeck(f.ctx(), others.in[assembly.OnStage], theirs.ID))
		left("another event is not cleared by this one", 4, 2)
		f.must(f.ClearFiles(f.ctx(), others.event.ID))
		left("that of the other event is", 0, 1)
		if file, err := files.Open(sold); err != nil {
			t.Errorf("what another package stored: %v", err)
		} else {
			file.Close()
		}
		again := f.sends(speaker, pdf) // is stored anew
		if w, err := f.given(assembly.OnStage, again.ID, 2, true); err != nil || w.Code != 200 {
			t.Errorf("sent again: %d, %v", w.Code, err)
		}
		left("sent again", 4, 2)
	})
}

// TestWhatIsRefusedOrStruckLeavesNoFile sends too much, and strikes a session that
// had slides and a file.
func TestWhatIsRefusedOrStruckLeavesNoFile(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		files, err := blob.Open(f.TempDir())
		f.must(err)
		f.KeepFiles(files)
		host := f.in[assembly.HostRole]
		planned, err := f.Schedule(f.ctx(), identity.System(), assembly.Session{Event: f.event.ID, Starts: f.session.Starts, Ends: f.session.Ends, Topic: f.session.Topic})
		f.must(err)
		at, err := f.Enter(f.ctx(), holder(host.Seat), f.event.ID, host.Seat.ID, planned.ID)
		f.must(err)
		for i := range 20 {
			f.must(f.HandOut(f.ctx(), at, false, "a.txt", bytes.NewReader([]byte{byte(i)})))
		}
		if err := f.HandOut(f.ctx(), at, false, "a.txt", bytes.NewReader([]byte("too many"))); err == nil {
			t.Error("a hand-out too many")
		}
		if err := f.HandOut(f.ctx(), at, false, "a.txt", bytes.NewReader([]byte{7})); err == nil { // which another has
			t.Error("a hand-out too many")
		}
		f.must(f.ClearFiles(f.ctx(), f.event.ID))
		if all, _ := stored(t, files); all != 20 {
			t.Errorf("%d files of 20", all)
		}
		f.must(f.AddDeck(f.ctx(), at, "b.pdf", bytes.NewReader(slidetest.PDF(slidetest.Page{Text: "Cover"}))))
		f.must(f.Strike(f.ctx(), identity.System(), f.event.ID, planned.ID))
		f.must(f.ClearFiles(f.ctx(), f.event.ID))
		if all, _ := stored(t, files); all != 0 {
			t.Errorf("of a session that is struck %d files are left", all)
		}
	})
}

// TestADeckThatGoesWhileItIsPrepared leaves no picture behind, however far it was.
func TestADeckThatGoesWhileItIsPrepared(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		files, err := blob.Open(f.TempDir())
		f.must(err)
		f.KeepFiles(files)
		at := f.in[assembly.OnStage]
		pages := make([]slidetest.Page, 8)
		for i := range pages {
			pages[i].Text = string(rune('A' + i))
		}
		f.must(f.AddDeck(f.ctx(), at, "b.pdf", bytes.NewReader(slidetest.PDF(pages...))))
		d := f.deck(at)
		ctx, stop := context.WithCancel(f.ctx())
		defer stop()
		told, removed := f.Listen(ctx, f.session.ID), make(chan error)
		go func() {
			<-told // the first page has its pictures
			removed <- f.RemoveDeck(ctx, at, d.ID)
		}()
		f.must(f.PrepareDeck(f.ctx(), assembly.DeckWork{Event: f.event.ID, Session: f.session.ID}, d.ID))
		f.must(<-removed)
		f.must(f.ClearFiles(f.ctx(), f.event.ID))
		if all, _ := stored(t, files); all != 0 {
			t.Errorf("%d files are left", all)
		}
	})
}
