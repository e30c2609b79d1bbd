package reel

import (
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"
	"pgregory.net/rapid"
)

var began = time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)

// voice is 20 ms of Opus that is not silence.
var voice = []byte{0xf8, 1, 2, 3, 4}

// picture gives a sample that needs those before it, and a whole one.
func picture(key bool) []byte {
	if key {
		return still
	}
	return []byte{0, 0, 0, 2, 0x41, 9}
}

func cut(t testing.TB, c *Cutter, until time.Time) (list []Made) {
	t.Helper()
	for {
		m, ok, err := c.Cut(until)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return list
		}
		list = append(list, m)
	}
}

// keep writes pieces as files, and gives a film of them.
func keep(t testing.TB, list []Made) (pieces []Piece, open Opener) {
	t.Helper()
	dir := t.TempDir()
	name := func(i int) string { return filepath.Join(dir, string(rune('a'+i))) }
	for i, m := range list {
		if err := os.WriteFile(name(i), m.Data, 0o600); err != nil {
			t.Fatal(err)
		}
		pieces = append(pieces, m.Piece)
	}
	return pieces, func(i int) (*os.File, error) { return os.Open(name(i)) }
}

// samples reads a film as a player does: of each track, when samples begin, how
// long they are, and what they are.
func samples(t testing.TB, film []byte, track uint32) (list []mp4.FullSample) {
	t.Helper()
	f, err := mp4.DecodeFile(bytes.NewReader(film))
	if err != nil {
		t.Fatal(err)
	}
	trex, ok := f.Moov.Mvex.GetTrex(track)
	if !ok {
		t.Fatalf("no track %d", track)
	}
	for _, s := range f.Segments {
		for _, g := range s.Fragments {
			if g.Moof.Traf.Tfhd.TrackID != track {
				continue
			}
			more, err := g.GetFullSamples(trex)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, more...)
		}
	}
	return list
}

func whatIs(t testing.TB, f Film, open Opener) []byte {
	t.Helper()
	r := f.Whole(open)
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if int64(len(b)) != f.Size() {
		t.Errorf("a film of %d bytes says that it has %d", len(b), f.Size())
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestNothingIsSilenceAndAStillPicture: a film has both from its beginning to its
// end whatever came.
func TestNothingIsSilenceAndAStillPicture(t *testing.T) {
	c := NewCutter([]string{Floor, "ru"}, began, 0, 1, []byte("x"))
	list := cut(t, c, began.Add(9*time.Second))
	if len(list) != 4 {
		t.Fatalf("%d pieces of nine seconds", len(list))
	}
	pieces, open := keep(t, list)
	for _, channel := range []string{Floor, "ru"} {
		film := whatIs(t, Film{pieces, channel, true}, open)
		seamless(t, film, soundTrack, 8*Scale)
		seamless(t, film, pictureTrack, 8*Scale)
		seamless(t, whatIs(t, Film{pieces, channel, false}, open), soundTrack, 8*Scale)
	}
}

// seamless proves that the samples of a track follow one another from the start to
// a time, to a frame or two of sound.
func seamless(t testing.TB, film []byte, track uint32, end uint64) (list []mp4.FullSample) {
	t.Helper()
	list = samples(t, film, track)
	at := uint64(0)
	for i, s := range list {
		if s.DecodeTime != at {
			t.Fatalf("track %d, sample %d of %d: begins at %d and the one before ends at %d", track, i, len(list), s.DecodeTime, at)
		}
		at += uint64(s.Dur)
	}
	if at > end+2*frame || at+frame <= end {
		t.Fatalf("track %d ends at %d, not at %d", track, at, end)
	}
	return list
}

// TestTheIndexLeadsToEachPiece: a player that jumps finds what the index says.
func TestTheIndexLeadsToEachPiece(t *testing.T) {
	c := NewCutter([]string{Floor}, began, 0, 1, nil)
	pieces, open := keep(t, cut(t, c, began.Add(7*time.Second)))
	film := whatIs(t, Film{pieces, Floor, true}, open)
	f, err := mp4.DecodeFile(bytes.NewReader(film))
	if err != nil {
		t.Fatal(err)
	}
	at := int64(len(film))
	for i := len(f.Sidx.SidxRefs) - 1; i >= 0; i-- {
		at -= int64(f.Sidx.SidxRefs[i].ReferencedSize)
		if got := string(film[at+4 : at+8]); got != "moof" {
			t.Errorf("piece %d begins with %q", i, got)
		}
	}
	if f.Moov.Mvex.Mehd.FragmentDuration != 6*Scale {
		t.Errorf("length %d", f.Moov.Mvex.Mehd.FragmentDuration)
	}
}

// TestAFilmIsReadFromAnyPlace: as http.ServeContent does for a Range.
func TestAFilmIsReadFromAnyPlace(t *testing.T) {
	c := NewCutter([]string{Floor, "ky"}, began, 0, 1, nil)
	pieces, open := keep(t, cut(t, c, began.Add(5*time.Second)))
	f := Film{pieces, "ky", true}
	want := whatIs(t, f, open)
	if err := iotest.TestReader(f.Whole(open), want); err != nil {
		t.Error(err)
	}
	second, err := io.ReadAll(f.Segment(1, open))
	if err != nil || !bytes.HasSuffix(want, second) {
		t.Errorf("the last segment is not the end of the film: %v", err)
	}
}

// TestAFilmGoesOnAfterABreak: another cutter takes it up where the first was killed.
func TestAFilmGoesOnAfterABreak(t *testing.T) {
	first := cut(t, NewCutter([]string{Floor}, began, 0, 1, nil), began.Add(5*time.Second))
	base, later := int64(4*Scale), began.Add(time.Hour)
	second := cut(t, NewCutter([]string{Floor}, later, base, 3, nil), later.Add(3*time.Second))
	if second[0].Number != 3 || !second[0].At.Equal(later) {
		t.Errorf("goes on with %d at %s", second[0].Number, second[0].At)
	}
	pieces, open := keep(t, append(first, second...))
	film := whatIs(t, Film{pieces, Floor, true}, open)
	seamless(t, film, pictureTrack, 6*Scale)
	seamless(t, film, soundTrack, 6*Scale)
}

// TestAPieceBeginsWithAWholePicture, which comes when it comes.
func TestAPieceBeginsWithAWholePicture(t *testing.T) {
	c := NewCutter([]string{Floor}, began, 0, 1, nil)
	for i := range 300 { // ten seconds, a whole picture every 2.5
		at := began.Add(time.Duration(i) * time.Second / 30)
		c.Seen("saima", false, at, picture(i%75 == 0))
	}
	list := cut(t, c, began.Add(8*time.Second))
	if len(list) != 3 {
		t.Fatalf("%d pieces", len(list))
	}
	for _, m := range list {
		if m.Length != 25*Scale/10 {
			t.Errorf("piece %d is %d long", m.Number, m.Length)
		}
	}
	pieces, open := keep(t, list)
	film := whatIs(t, Film{pieces, Floor, true}, open)
	for i, s := range seamless(t, film, pictureTrack, 75*Scale/10) {
		if whole(s.Data) != (i%75 == 0) {
			t.Errorf("picture %d", i)
		}
	}
}

// TestAPictureThatStopsGivesWay to a camera, and that to the still one.
func TestAPictureThatStopsGivesWay(t *testing.T) {
	c := NewCutter([]string{Floor}, began, 0, 1, nil)
	send := func(who string, screen bool, from, to time.Duration, mark byte) {
		for at := from; at < to; at += 100 * time.Millisecond {
			c.Seen(who, screen, began.Add(at), append(bytes.Clone(still), 0, 0, 0, 2, 0x41, mark))
		}
	}
	send("saima", false, 0, 8*time.Second, 'c')
	send("saima", true, 2*time.Second, 4*time.Second, 's')
	pieces, open := keep(t, cut(t, c, began.Add(14*time.Second)))
	var shown []byte // by whole seconds, in their middle
	for _, s := range samples(t, whatIs(t, Film{pieces, Floor, true}, open), pictureTrack) {
		for int64(len(shown))*Scale+Scale/2 < int64(s.DecodeTime)+int64(s.Dur) {
			last := s.Data[len(s.Data)-1]
			if bytes.Equal(s.Data, still) {
				last = '-'
			}
			shown = append(shown, last)
		}
	}
	if got := string(shown[:12]); got != "ccss-ccc----" {
		t.Errorf("seen by seconds: %s", got)
	}
}

// TestOneVoiceHasTheFloor until she rests and another speaks.
func TestOneVoiceHasTheFloor(t *testing.T) {
	c := NewCutter([]string{Floor}, began, 0, 1, nil)
	for i := range 200 { // four seconds
		at := began.Add(time.Duration(i) * 20 * time.Millisecond)
		c.Sound(Floor, "saima", at, append(bytes.Clone(voice), 's'))
		c.Sound(Floor, "dinara", at, append(bytes.Clone(voice), 'd'))
	}
	c.Speaks("saima", began, true)
	c.Speaks("saima", began.Add(1500*time.Millisecond), false)
	c.Speaks("dinara", began.Add(2500*time.Millisecond), true) // heard of late: she began before
	pieces, open := keep(t, cut(t, c, began.Add(4*time.Second)))
	list := seamless(t, whatIs(t, Film{pieces, Floor, false}, open), soundTrack, 4*Scale)
	for i, s := range list {
		if want := byte('d'); i < 95 {
			if s.Data[len(s.Data)-1] != 's' {
				t.Fatalf("at %d ms not she who speaks is heard", i*20)
			}
		} else if i > 96 && s.Data[len(s.Data)-1] != want {
			t.Fatalf("at %d ms who was silent is heard", i*20)
		}
	}
}

// TestSoundIsWhereItWasSaid: with silence between, in its order, once.
func TestSoundIsWhereItWasSaid(t *testing.T) {
	c := NewCutter([]string{Floor, "ru"}, began, 0, 1, nil)
	for _, at := range []time.Duration{1020, 1000, 1040, 1020, 2500} {
		c.Sound("ru", "aida", began.Add(at*time.Millisecond), append(bytes.Clone(voice), byte(at/10)))
	}
	c.Sound("ru", "aida", began.Add(3*time.Second), nil)
	pieces, open := keep(t, cut(t, c, began.Add(4*time.Second)))
	said := map[uint64]byte{}
	for _, s := range seamless(t, whatIs(t, Film{pieces, "ru", true}, open), soundTrack, 4*Scale) {
		if !bytes.Equal(s.Data, silence) {
			said[s.DecodeTime*1000/Scale] = s.Data[len(s.Data)-1]
		}
	}
	if want := map[uint64]byte{1000: 100, 1020: 102, 1040: 104, 2500: 250}; !maps.Equal(said, want) {
		t.Errorf("said at %v, not %v", said, want)
	}
}

// TestWhateverComesThePiecesFit: at whatever times, in whatever order, late, twice,
// or from clocks that run fast.
func TestWhateverComesThePiecesFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := NewCutter([]string{Floor, "ru"}, began, 0, 1, []byte("m"))
		var list []Made
		ms := func(name string, most int) time.Duration {
			return time.Duration(rapid.IntRange(0, most).Draw(t, name)) * time.Millisecond
		}
		now := began
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			now = now.Add(ms("step", 900))
			at := now.Add(-ms("late", 3000))
			who := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "who")
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				for i := range rapid.IntRange(1, 80).Draw(t, "packets") {
					c.Sound(rapid.SampledFrom([]string{Floor, "ru", "no such"}).Draw(t, "channel"), who, at.Add(time.Duration(i)*19*time.Millisecond), voice)
				}
			case 1:
				for i := range rapid.IntRange(1, 40).Draw(t, "shots") {
					c.Seen(who, rapid.Bool().Draw(t, "screen"), at.Add(time.Duration(i)*33*time.Millisecond), picture(rapid.IntRange(0, 9).Draw(t, "key") == 0))
				}
			case 2:
				c.Speaks(who, at, rapid.Bool().Draw(t, "on"))
			}
			for {
				m, ok, err := c.Cut(now.Add(-time.Second))
				if err != nil {
					t.Fatal(err)
				}
				if !ok {
					break
				}
				list = append(list, m)
			}
		}
		if m, ok, err := c.Rest(now); err != nil {
			t.Fatal(err)
		} else if ok {
			list = append(list, m)
		}
		fit(t, list)
	})
}

// fit proves that pieces have the same parts and that their samples are seamless.
func fit(t *rapid.T, list []Made) {
	var film [3]bytes.Buffer // the picture, the floor, an interpreter
	names := []string{Picture, Floor, "ru"}
	var end int64
	for i, m := range list {
		if m.Number != int64(i+1) || len(m.Parts) != len(names) || m.Length <= 0 {
			t.Fatalf("piece %d: %+v", i, m.Piece)
		}
		end += m.Length
		for j, name := range names {
			from, size := m.find(name)
			film[j].Write(m.Data[from : from+size])
		}
	}
	if len(list) == 0 {
		return
	}
	for j, track := range []uint32{pictureTrack, soundTrack, soundTrack} {
		f, err := mp4.DecodeFile(io.MultiReader(bytes.NewReader(Init(true)), &film[j]))
		if err != nil {
			t.Fatal(err)
		}
		trex, _ := f.Moov.Mvex.GetTrex(track)
		at := uint64(0)
		for _, s := range f.Segments {
			for _, g := range s.Fragments {
				all, err := g.GetFullSamples(trex)
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range all {
					if s.DecodeTime != at {
						t.Fatalf("%s: a sample at %d, the one before ends at %d", names[j], s.DecodeTime, at)
					}
					at += uint64(s.Dur)
				}
			}
		}
		if int64(at) > end+frame*6 || int64(at)+frame <= end {
			t.Fatalf("%s ends at %d of %d", names[j], at, end)
		}
	}
}

func FuzzOpusLength(f *testing.F) {
	f.Add(silence)
	f.Add([]byte{3})
	f.Fuzz(func(t *testing.T, b []byte) {
		if n := opusLength(b); n < 0 || n > 120*Scale/1000 || n%120 != 0 {
			t.Errorf("%x: %d", b, n)
		}
	})
}
