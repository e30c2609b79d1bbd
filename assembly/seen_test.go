package assembly

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/db"
	"agora/reel"
)

// TestTurnsAreWhatWasSeen takes any recording with breaks and any pages, and asks at
// each moment that was taken down whether the film shows what the hall did.
func TestTurnsAreWhatWasSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		begin := time.UnixMilli(1_700_000_000_000)
		at := begin
		var pieces []FilmPiece
		for range rapid.IntRange(1, 12).Draw(t, "pieces") {
			at = at.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 5, 90}).Draw(t, "gap")) * time.Second)
			seconds := rapid.IntRange(1, 9).Draw(t, "seconds")
			pieces = append(pieces, FilmPiece{At: at, Piece: reel.Piece{Length: int64(seconds) * reel.Scale}})
			at = at.Add(time.Duration(seconds) * time.Second)
		}
		f := newFilm(pieces)
		var list []Showing
		moment := begin.Add(-20 * time.Second)
		for range rapid.IntRange(0, 15).Draw(t, "showings") {
			moment = moment.Add(time.Duration(rapid.IntRange(1, 30_000).Draw(t, "later")) * time.Millisecond)
			list = append(list, Showing{ID: db.IDAt(moment), Slide: Slide{Deck: 1, Page: rapid.Int64Range(0, 3).Draw(t, "page")}})
		}
		turns := f.Turns(list)
		for i, turn := range turns {
			if turn.At >= f.Length() || i == 0 && turn.Page == 0 || i > 0 && (turn.At <= turns[i-1].At || turn.Page == turns[i-1].Page) {
				t.Fatalf("turn %d of %+v", i, turns)
			}
		}
		for when := begin; when.Before(at); when = when.Add(250 * time.Millisecond) {
			on, in := f.At(when)
			if !in {
				continue
			}
			want := int64(0)
			for _, s := range list {
				if !s.At().After(when) {
					want = s.Page
				}
			}
			if got := SeenAt(turns, on).Page; got != want {
				t.Fatalf("%v after the begin, at %v of the film: page %d, the hall had %d", when.Sub(begin), on, got, want)
			}
		}
	})
}
