package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"agora/assembly"
	"agora/audit"
	"agora/blob"
	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/identity"
	"agora/reel"
	"agora/web"
	"agora/web/hall"
)

// viewers is the variable that makes this program the people of BenchmarkStream.
const viewers = "AGORA_STREAM_VIEWERS"

// lasts is how long a piece of the benchmark is.
const lasts = 2 * time.Second

// BenchmarkStream lets 2,000 people with a seat each watch the stream of a session,
// from a second process, without a pause: each asks for the list and for the piece
// that it names last. Who watches does that once in two seconds, so that a pair a
// second is two people. Pieces are those of a picture at a megabit a second, and of
// sound alone.
func BenchmarkStream(b *testing.B) {
	for _, c := range []struct {
		name    string
		picture bool
		bytes   int64
	}{{"picture", true, 240_000}, {"sound", false, 8_000}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				streamed(b, 2000, c.picture, c.bytes)
			}
		})
	}
}

// watched is what those who watch tell.
type watched struct {
	First   float64 // seconds until all had the list once, and the node had looked who they are
	Pairs   int
	Bytes   int64
	Seconds float64
	Took    []float64 // each pair, in milliseconds
}

func streamed(b *testing.B, n int, picture bool, size int64) {
	b.Helper()
	lists, add := newStream(b, n, picture, size)
	for range assembly.Window {
		add()
	}
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	go func() {
		for tick := time.NewTicker(lasts); ; {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				add()
			}
		}
	}()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env, cmd.Stderr = append(os.Environ(), viewers+"=1"), os.Stderr
	in, err := cmd.StdinPipe()
	must(b, err)
	out, err := cmd.StdoutPipe()
	must(b, err)
	must(b, cmd.Start())
	says := json.NewDecoder(out)
	must(b, json.NewEncoder(in).Encode(lists))
	var w watched
	must(b, says.Decode(&w))
	used := spent()
	must(b, says.Decode(&w))
	used = spent() - used
	must(b, cmd.Wait())
	slices.Sort(w.Took)
	pairs := float64(w.Pairs) / w.Seconds
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(w.First, "s-until-all-in")
	b.ReportMetric(pairs, "pairs/s")
	b.ReportMetric(pairs*lasts.Seconds(), "viewers")
	b.ReportMetric(float64(w.Bytes)/w.Seconds*8/1e6, "Mbit/s")
	b.ReportMetric(w.Took[len(w.Took)/2], "ms-pair-p50")
	b.ReportMetric(w.Took[len(w.Took)*99/100], "ms-pair-p99")
	b.ReportMetric(float64(used.Microseconds())/float64(w.Pairs), "cpu-µs/pair")
}

// newStream serves a session that is streamed, and gives the addresses of those who
// may watch it, and what adds a piece.
func newStream(b *testing.B, n int, picture bool, size int64) (lists []string, add func()) {
	b.Helper()
	d, err := db.Open(b.Context(), filepath.Join(b.TempDir(), "hall.db"), db.Options{})
	must(b, err)
	b.Cleanup(func() { _ = d.Close() })
	must(b, d.Migrate(b.Context(), event.Schema, audit.Schema, identity.Schema, assembly.Schema))
	s, people := assembly.New(d), identity.New(d, identity.Options{})
	must(b, people.Start(b.Context()))
	files, err := blob.Open(b.TempDir())
	must(b, err)
	s.KeepFiles(files)
	streams := &hall.Streams{Assembly: s, People: people}
	edge := web.New(web.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Who: func(context.Context, string) (identity.Actor, error) { return identity.Guest(), nil }})
	edge.Mount(web.StreamRoot, streams.Handler())
	server := httptest.NewServer(edge)
	b.Cleanup(server.CloseClientConnections)
	boss, now := identity.System(), time.Now()
	e, err := s.Save(b.Context(), boss, assembly.Event{Starts: now.Add(-time.Hour), Ends: now.Add(9 * time.Hour),
		Plan: assembly.Plan{Kind: assembly.Conference, Title: catalog.Texts{"en": "First sellers"}, Zone: "Asia/Bishkek", Langs: []string{"en", "ky"}, Broadcast: true}})
	must(b, err)
	must(b, s.Publish(b.Context(), boss, e.ID))
	session, err := s.Schedule(b.Context(), boss, assembly.Session{Event: e.ID, Starts: now, Ends: now.Add(time.Hour), Topic: assembly.Topic{Title: catalog.Texts{"en": "What a buyer asks"}}})
	must(b, err)
	for i := range n + 1 {
		seat, _, err := s.Register(b.Context(), identity.Guest(), e.ID, assembly.Applicant{Name: fmt.Sprint("Person ", i), Email: fmt.Sprintf("p%d@example.org", i), Country: "KG", Agreed: true})
		must(b, err)
		at := assembly.Seated{Event: e, Seat: seat, Session: session}
		if i == 0 {
			at.Seat.Role = assembly.HostRole
			must(b, s.Begin(b.Context(), at))
			continue
		}
		lists = append(lists, server.URL+streams.Address(at, reel.Floor, picture))
	}
	p := reel.Piece{Length: int64(lasts.Seconds() * reel.Scale), Parts: []reel.Part{{Name: reel.Floor, Size: 10_000}, {Name: reel.Picture, Size: size}}}
	if !picture {
		p.Parts = []reel.Part{{Name: reel.Floor, Size: size}}
	}
	from := now
	return lists, func() {
		p.Number++
		body := make([]byte, 10_000+size)
		for i := range body {
			body[i] = byte(rand.Uint32())
		}
		k, _, err := files.Put(b.Context(), bytes.NewReader(body), 1<<20)
		if err == nil {
			err = s.AddPiece(b.Context(), e.ID, session.ID, from, p, k)
		}
		if err != nil && b.Context().Err() == nil {
			b.Error(err)
		}
		from = from.Add(lasts)
	}
}

// watch is everybody who watches: it tells when all had the list once, and after some
// seconds what they got.
func watch() error {
	const together, runs = 64, 10 * time.Second
	var lists []string
	if err := json.NewDecoder(os.Stdin).Decode(&lists); err != nil {
		return err
	}
	say := json.NewEncoder(os.Stdout)
	c := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: together, DisableCompression: true}}
	var w watched
	var mu sync.Mutex
	var failed error
	each := func(do func(i int) bool) {
		var all sync.WaitGroup
		for i := range together {
			all.Go(func() {
				for at := i; do(at); at += together {
				}
			})
		}
		all.Wait()
	}
	start := time.Now()
	each(func(i int) bool {
		if i >= len(lists) {
			return false
		}
		_, err := whole(c, lists[i])
		if err != nil {
			mu.Lock()
			defer mu.Unlock()
			failed = err
		}
		return err == nil
	})
	w.First = time.Since(start).Seconds()
	if err := say.Encode(w); err != nil || failed != nil {
		return fmt.Errorf("%w %w", err, failed)
	}
	start = time.Now()
	each(func(i int) bool {
		began := time.Now()
		n, err := pair(c, lists[i%len(lists)])
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			failed = err
			return false
		}
		w.Pairs, w.Bytes, w.Took = w.Pairs+1, w.Bytes+n, append(w.Took, float64(time.Since(began))/float64(time.Millisecond))
		return time.Since(start) < runs
	})
	w.Seconds = time.Since(start).Seconds()
	if failed != nil {
		return failed
	}
	return say.Encode(w)
}

// pair asks for a list and for the last piece on it.
func pair(c *http.Client, list string) (int64, error) {
	text, err := whole(c, list)
	if err != nil {
		return 0, err
	}
	lines := strings.Fields(string(text))
	piece, err := ask(c, strings.Replace(list, "list.m3u8", lines[len(lines)-1], 1))
	if err != nil {
		return 0, err
	}
	defer piece.Close()
	n, err := io.Copy(io.Discard, piece)
	return n + int64(len(text)), err
}

func whole(c *http.Client, address string) ([]byte, error) {
	body, err := ask(c, address)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(body)
}
