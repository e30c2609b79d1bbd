package bench

import (
	"bufio"
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
	"strconv"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/audit"
	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/identity"
	"agora/web"
	"agora/web/hall"
)

// listeners is the variable that makes this program the people of BenchmarkHall.
const listeners = "AGORA_HALL_LISTENERS"

// TestMain plays the people of a hall, or of a stream, when it is told to.
func TestMain(m *testing.M) {
	people := listen
	switch {
	case os.Getenv(viewers) != "":
		people = watch
	case os.Getenv(listeners) == "":
		os.Exit(m.Run())
	}
	if err := people(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// BenchmarkHall lets people listen to the hall of a session, each with a seat and
// a connection of her own, from a second process. Then a host writes messages: how
// long until all heard that there is one, and until all have fetched the chat, as
// the page does after 0.4 to 1.2 seconds of its own choice.
func BenchmarkHall(b *testing.B) {
	for _, n := range []int{200, 1000, 5000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				assembled(b, n)
			}
		})
	}
}

func assembled(b *testing.B, n int) {
	b.Helper()
	const messages = 10
	s, host, paths := newHall(b, n)
	before := resident(b, os.Getpid())
	cmd := exec.CommandContext(b.Context(), os.Args[0])
	cmd.Env, cmd.Stderr = append(os.Environ(), listeners+"=1"), os.Stderr
	in, err := cmd.StdinPipe()
	must(b, err)
	out, err := cmd.StdoutPipe()
	must(b, err)
	must(b, cmd.Start())
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	says := json.NewDecoder(out)
	must(b, json.NewEncoder(in).Encode(paths))
	var took float64
	must(b, says.Decode(&took))
	heard := resident(b, os.Getpid()) - before
	var all, read, fetch []float64
	used := spent()
	for i := range messages {
		start := time.Now()
		must(b, s.Say(b.Context(), host, fmt.Sprintf("Good day, this is message %d from the host", i)))
		var r round
		must(b, says.Decode(&r))
		all, read, fetch = append(all, since(start, r.Heard)), append(read, since(start, r.Read)), append(fetch, r.Fetches...)
	}
	used = spent() - used
	slices.Sort(all)
	slices.Sort(read)
	slices.Sort(fetch)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(took, "s-until-all-in")
	b.ReportMetric(1024*heard/float64(n), "kB/listener")
	b.ReportMetric(all[len(all)/2], "ms-all-heard-p50")
	b.ReportMetric(all[len(all)-1], "ms-all-heard-worst")
	b.ReportMetric(read[len(read)/2], "ms-all-read-p50")
	b.ReportMetric(fetch[len(fetch)/2], "ms-fetch-p50")
	b.ReportMetric(fetch[len(fetch)*99/100], "ms-fetch-p99")
	b.ReportMetric(float64(used.Microseconds())/float64(messages*n), "cpu-µs/listener")
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func since(start time.Time, at int64) float64 {
	return float64(at-start.UnixNano()) / float64(time.Millisecond)
}

// newHall serves a hall in which a session runs, and gives its host and the
// addresses of those who may listen.
func newHall(b *testing.B, n int) (s *assembly.Service, host assembly.Seated, paths []string) {
	b.Helper()
	d, err := db.Open(b.Context(), filepath.Join(b.TempDir(), "hall.db"), db.Options{})
	must(b, err)
	b.Cleanup(func() { _ = d.Close() })
	must(b, d.Migrate(b.Context(), event.Schema, audit.Schema, assembly.Schema))
	s = assembly.New(d)
	edge := web.New(web.Options{Log: slog.New(slog.DiscardHandler),
		Who:    func(context.Context, string) (identity.Actor, error) { return identity.Guest(), nil },
		Signed: func(_ string, id int64, key string) bool { return key == strconv.FormatInt(id, 10) }})
	edge.Add((&hall.Room{Assembly: s}).Routes()...)
	server := httptest.NewServer(edge)
	b.Cleanup(server.CloseClientConnections)
	boss, now := identity.Actor{Person: 1, Name: "Aigul", Roles: []identity.Role{identity.Operator}}, time.Now()
	e, err := s.Save(b.Context(), boss, assembly.Event{Starts: now.Add(-time.Hour), Ends: now.Add(9 * time.Hour),
		Plan: assembly.Plan{Kind: assembly.Conference, Title: catalog.Texts{"en": "First sellers"}, Zone: "Asia/Bishkek", Langs: []string{"en", "ky"}}})
	must(b, err)
	must(b, s.Publish(b.Context(), boss, e.ID))
	speaker, err := s.Invite(b.Context(), boss, e.ID, assembly.Speaker{Name: "Saima Rafiq", Place: "Lahore"})
	must(b, err)
	session, err := s.Schedule(b.Context(), boss, assembly.Session{Event: e.ID, Starts: now, Ends: now.Add(time.Hour),
		Topic: assembly.Topic{Title: catalog.Texts{"en": "What a buyer asks"}, Speakers: []assembly.SpeakerID{speaker.ID}}})
	must(b, err)
	for i := range n + 1 {
		seat, _, err := s.Register(b.Context(), identity.Guest(), e.ID, assembly.Applicant{Name: fmt.Sprint("Person ", i), Email: fmt.Sprintf("p%d@example.org", i), Country: "KG", Agreed: true})
		must(b, err)
		if i == 0 {
			must(b, s.Appoint(b.Context(), boss, e.ID, seat.ID, assembly.HostRole, ""))
			host, err = s.Enter(b.Context(), identity.System(), e.ID, seat.ID, session.ID)
			must(b, err)
			continue
		}
		paths = append(paths, fmt.Sprintf("%s/attend/%d/%d/%d?k=%d", server.URL, e.ID, seat.ID, session.ID, seat.ID))
	}
	must(b, s.Begin(b.Context(), host))
	return s, host, paths
}

// round is what a message was to those who listen.
type round struct {
	Heard, Read int64     // when the last one had, in nanoseconds of the clock
	Fetches     []float64 // how long each fetched, in milliseconds
}

// listen is everybody: it reads the addresses, tells when all are in, and then a
// round for each message.
func listen() error {
	var paths []string
	if err := json.NewDecoder(os.Stdin).Decode(&paths); err != nil {
		return err
	}
	say := json.NewEncoder(os.Stdout)
	c := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: len(paths)}}
	in, heard, read := make(chan error), make(chan int64), make(chan [2]int64)
	start, doors := time.Now(), make(chan struct{}, 64)
	for _, p := range paths {
		go func() {
			doors <- struct{}{}
			body, err := ask(c, strings.Replace(p, "?", "/live?", 1))
			<-doors
			if in <- err; err != nil {
				return
			}
			for lines := bufio.NewScanner(body); lines.Scan(); {
				if lines.Text() == `data: "chat"` {
					heard <- time.Now().UnixNano()
					time.Sleep(400*time.Millisecond + rand.N(800*time.Millisecond))
					read <- fetchPart(c, p)
				}
			}
		}()
	}
	for range paths {
		if err := <-in; err != nil {
			return err
		}
	}
	if err := say.Encode(time.Since(start).Seconds()); err != nil {
		return err
	}
	for {
		var r round
		for range 2 * len(paths) {
			select {
			case r.Heard = <-heard:
			case f := <-read:
				r.Read, r.Fetches = f[1], append(r.Fetches, float64(f[1]-f[0])/float64(time.Millisecond))
			}
		}
		if err := say.Encode(r); err != nil {
			return err
		}
	}
}

// fetchPart reads the chat anew, and gives when it began and ended.
func fetchPart(c *http.Client, page string) (at [2]int64) {
	at[0] = time.Now().UnixNano()
	body, err := ask(c, page+"&part=chat")
	if err == nil {
		_, err = io.Copy(io.Discard, body)
		_ = body.Close()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	at[1] = time.Now().UnixNano()
	return at
}

func ask(c *http.Client, address string) (io.ReadCloser, error) {
	r, err := c.Get(address)
	if err == nil && r.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", address, r.Status)
	}
	if err != nil {
		return nil, err
	}
	return r.Body, nil
}
