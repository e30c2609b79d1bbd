package hall

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"agora/assembly"
	"agora/fault"
	"agora/identity"
	"agora/reel"
	"agora/web"
)

// Streams sends what is on the air of sessions to those who watch it: a list every
// few seconds, and the pieces that it names, as HTTP Live Streaming (RFC 8216).
// Thousands may watch, so that it asks the database once a minute for each, and
// the disk once for each piece.
type Streams struct {
	Assembly *assembly.Service
	People   *identity.Service // signs who may watch
	Log      *slog.Logger      // nil for the default
	Clock    func() time.Time  // nil for time.Now

	seen     watchers
	segments segments
	lists    lists
}

// watchFor is how long an address of a stream is good. Its page gives another.
const watchFor = 3 * time.Hour

// streamed is one channel of a session, with the picture or without.
type streamed struct {
	event   assembly.EventID
	session assembly.SessionID
	channel string
	picture bool
}

// watcher is a seat that may watch a session until a time.
type watcher struct {
	streamed
	seat  assembly.SeatID
	until int64
}

func (w watcher) purpose() string {
	return fmt.Sprintf("stream %d %d %d", w.event, w.session, w.until)
}

// Address is where a seat watches a channel, for some hours.
func (s *Streams) Address(at assembly.Seated, channel string, picture bool) string {
	w := watcher{streamed{at.Event.ID, at.Session.ID, channel, picture}, at.Seat.ID, s.now().Add(watchFor).Unix()}
	what := ".sound"
	if picture {
		what = ".picture"
	}
	return fmt.Sprintf("%s%d/%d/%d/%d/%s/%s/list.m3u8", web.StreamRoot, w.event, w.session, w.seat, w.until, s.People.Sign(w.purpose(), int64(w.seat)), channel+what)
}

// Routes are its ways in, for lists of them.
func (s *Streams) Routes() []web.Route {
	return []web.Route{{Method: http.MethodGet, Pattern: streamPattern, Access: web.Ticket}}
}

const streamPattern = web.StreamRoot + "{event}/{session}/{seat}/{until}/{key}/{what}/{file}"

// Handler answers the addresses.
func (s *Streams) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+streamPattern, func(w http.ResponseWriter, r *http.Request) {
		if err := s.serve(w, r); err != nil {
			if fault.KindOf(err) == fault.Internal {
				s.log().ErrorContext(r.Context(), "stream", "err", err)
			}
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, http.StatusText(fault.Status(err)), fault.Status(err))
		}
	})
	return mux
}

var errWatch = fault.New(fault.Forbidden, "fault.forbidden")

// watcher proves an address.
func (s *Streams) watcher(r *http.Request) (w watcher, err error) {
	var ids [4]int64
	for i, name := range []string{"event", "session", "seat", "until"} {
		if ids[i], err = strconv.ParseInt(r.PathValue(name), 10, 64); err != nil {
			return w, errWatch
		}
	}
	channel, what, ok := strings.Cut(r.PathValue("what"), ".")
	w = watcher{streamed{assembly.EventID(ids[0]), assembly.SessionID(ids[1]), channel, what == "picture"}, assembly.SeatID(ids[2]), ids[3]}
	if !ok || !w.picture && what != "sound" || s.now().Unix() > w.until || !s.People.Check(w.purpose(), int64(w.seat), r.PathValue("key")) {
		return w, errWatch
	}
	return w, nil
}

func (s *Streams) serve(w http.ResponseWriter, r *http.Request) error {
	who, err := s.watcher(r)
	if err == nil {
		err = s.admit(r.Context(), who)
	}
	if err != nil {
		return err
	}
	file := r.PathValue("file")
	h := w.Header()
	switch number, isPiece := strings.CutSuffix(file, ".m4s"); {
	case isPiece:
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		body, err := s.segment(r.Context(), who.streamed, n)
		if err != nil {
			return err
		}
		h.Set("Content-Type", "video/mp4")
		h.Set("Cache-Control", "private, max-age=600, immutable")
		http.ServeContent(web.Patient(w), r, "", time.Time{}, bytes.NewReader(body))
	case file == "start.mp4":
		h.Set("Content-Type", "video/mp4")
		h.Set("Cache-Control", "private, max-age=600, immutable")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(reel.Init(who.picture)))
	case file == "list.m3u8":
		body, err := s.list(r.Context(), who.streamed)
		if err != nil {
			return err
		}
		h.Set("Content-Type", "application/vnd.apple.mpegurl")
		h.Set("Cache-Control", "private, no-cache")
		h.Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	default:
		return fault.New(fault.NotFound, "fault.not_found")
	}
	return nil
}

// segment gives a piece of a stream, as long as it is on the air or was lately.
func (s *Streams) segment(ctx context.Context, what streamed, number int64) ([]byte, error) {
	air, err := s.Assembly.Air(ctx, what.event, what.session)
	if err != nil {
		return nil, err
	}
	return s.segments.get(piece{what, number}, func() ([]byte, error) {
		p, ok := air.Piece(number)
		film := reel.Film{Pieces: []reel.Piece{p.Piece}, Channel: what.channel, Picture: what.picture}
		if !ok || !has(p.Piece, what.channel) {
			return nil, fault.New(fault.NotFound, "fault.not_found")
		}
		body := film.Segment(0, func(int) (*os.File, error) { return s.Assembly.OpenPiece(p) })
		defer body.Close()
		var b bytes.Buffer
		_, err := b.ReadFrom(body)
		return b.Bytes(), err
	})
}

// list gives the list of a channel.
func (s *Streams) list(ctx context.Context, what streamed) ([]byte, error) {
	air, err := s.Assembly.Air(ctx, what.event, what.session)
	if err != nil {
		return nil, err
	}
	ended := air.Ended(s.now())
	return s.lists.get(what, air, ended)
}

func (s *Streams) now() time.Time {
	if s.Clock == nil {
		return time.Now()
	}
	return s.Clock()
}

func (s *Streams) log() *slog.Logger {
	if s.Log == nil {
		return slog.Default()
	}
	return s.Log
}
