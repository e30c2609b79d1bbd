package assembly

import (
	"context"
	"os"
	"slices"
	"sort"
	"sync"
	"time"

	"agora/db"
	"agora/reel"
)

// Film is a recording that is done, to be looked at.
type Film struct {
	Pieces []FilmPiece
	starts []int64 // of each, in units of reel.Scale
	length int64
}

func newFilm(list []FilmPiece) *Film {
	f := &Film{Pieces: list}
	for _, p := range list {
		f.starts = append(f.starts, f.length)
		f.length += p.Length
	}
	return f
}

// Length is how long it is.
func (f *Film) Length() time.Duration { return duration(f.length) }

// Channels are the channels of sound that it has: the floor, and languages.
func (f *Film) Channels() (list []string) {
	for _, p := range f.Pieces[:min(1, len(f.Pieces))] { // all have the same
		for _, part := range p.Parts {
			if part.Name != reel.Picture {
				list = append(list, part.Name)
			}
		}
	}
	return list
}

// Reel is the film with one channel, with or without the picture.
func (f *Film) Reel(channel string, picture bool) reel.Film {
	list := make([]reel.Piece, len(f.Pieces))
	for i, p := range f.Pieces {
		list[i] = p.Piece
	}
	return reel.Film{Pieces: list, Channel: channel, Picture: picture}
}

// seam is how far apart two pieces may be that follow on one another.
const seam = time.Second

// At gives where on the clock of the film a moment is; false for one that was not
// taken down.
func (f *Film) At(t time.Time) (time.Duration, bool) {
	i := sort.Search(len(f.Pieces), func(i int) bool { return f.Pieces[i].At.After(t) }) - 1
	if i < 0 {
		return 0, len(f.Pieces) > 0 && f.Pieces[0].At.Sub(t) < seam
	}
	p, into := f.Pieces[i], t.Sub(f.Pieces[i].At)
	length := duration(p.Length)
	if into >= length {
		follows := i+1 < len(f.Pieces) && f.Pieces[i+1].At.Sub(p.At)-length < seam
		return duration(f.starts[i] + p.Length), follows
	}
	return duration(f.starts[i]) + into, true
}

// From gives where what began at a moment is first seen: at the moment, or when it
// goes on after it.
func (f *Film) From(t time.Time) time.Duration {
	i := sort.Search(len(f.Pieces), func(i int) bool { return f.Pieces[i].At.After(t) })
	if at, ok := f.At(t); ok || i == len(f.Pieces) {
		return at
	}
	return duration(f.starts[i])
}

// films are the films that were looked at lately: a browser asks for each in many
// pieces.
type films struct {
	mu     sync.Mutex
	list   []kept
	pieces int // of all
}

type kept struct {
	session SessionID
	film    *Film
}

// mostPieces is how many pieces of films are kept in memory, 200 bytes each.
const mostPieces = 50_000

// Film gives the recording of a session to who is in its hall, once it is done.
func (s *Service) Film(ctx context.Context, at Seated) (*Film, error) {
	if at.Recording != Done || !at.Keeps || at.Pieces == 0 {
		return nil, errNoRecording
	}
	if f := s.films.find(at.Session.ID, at.Pieces); f != nil {
		return f, nil
	}
	var list []FilmPiece
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		list, err = db.List(tx, scanPiece(), "SELECT "+pieceColumns+" FROM assembly_pieces WHERE event_id = $1 AND session_id = $2 ORDER BY number LIMIT $3",
			int64(at.Event.ID), int64(at.Session.ID), maxPieces)
		return err
	})
	if err != nil {
		return nil, err
	}
	if int64(len(list)) < at.Pieces { // dropped meanwhile
		return nil, errNoRecording
	}
	f := newFilm(list)
	s.films.keep(at.Session.ID, f)
	return f, nil
}

func (f *films) find(id SessionID, pieces int64) *Film {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.IndexFunc(f.list, func(k kept) bool { return k.session == id })
	if i < 0 || int64(len(f.list[i].film.Pieces)) != pieces {
		return nil
	}
	k := f.list[i]
	f.list = append(slices.Delete(f.list, i, i+1), k) // the one that was asked for last is last
	return k.film
}

func (f *films) keep(id SessionID, film *Film) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(slices.DeleteFunc(f.list, func(k kept) bool { return k.session == id }), kept{id, film})
	f.pieces = 0
	for _, k := range f.list {
		f.pieces += len(k.film.Pieces)
	}
	for len(f.list) > 1 && f.pieces > mostPieces {
		f.pieces -= len(f.list[0].film.Pieces)
		f.list = slices.Delete(f.list, 0, 1)
	}
}

// OpenPiece opens the file of a piece.
func (s *Service) OpenPiece(p FilmPiece) (*os.File, error) {
	if s.files == nil {
		return nil, errNoRecording
	}
	return s.files.Open(p.File)
}
