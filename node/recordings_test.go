package node

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/db"
	"agora/identity"
	"agora/reel"
)

// take takes some time of a session down, going on where its recording is.
func (n *Node) take(t *testing.T, e assembly.EventID, id assembly.SessionID, from time.Time, d time.Duration) (pieces int) {
	t.Helper()
	number, base, _, err := n.Assembly.NextPiece(t.Context(), e, id)
	if err != nil {
		t.Fatal(err)
	}
	cut := reel.NewCutter([]string{reel.Floor, "ru"}, from, base, number, fmt.Append(nil, id))
	for ; ; pieces++ {
		m, ok, err := cut.Cut(from.Add(d))
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return pieces
		}
		k, _, err := n.private.Put(t.Context(), bytes.NewReader(m.Data), 1<<20)
		if err == nil {
			err = n.Assembly.AddPiece(t.Context(), e, id, m.At, m.Piece, k)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// kept counts the private files.
func (n *Node) kept(t *testing.T) (files int) {
	t.Helper()
	for _, err := range n.private.Files(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		files++
	}
	return files
}

// recorded makes a session that is recorded and has a host in it.
func (n *Node) recorded(t *testing.T) assembly.Seated {
	t.Helper()
	system, now := identity.System(), time.Now().Truncate(time.Second)
	e, err := n.Assembly.Save(t.Context(), system, assembly.Event{Starts: now, Ends: now.Add(time.Hour),
		Plan: assembly.Plan{Kind: assembly.LiveSale, Title: catalog.Texts{"en": "First sale"}, Zone: "Asia/Bishkek", Langs: []string{"en", "ru"}, Record: true, Broadcast: true}})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	must(n.Assembly.Publish(t.Context(), system, e.ID))
	session, err := n.Assembly.Schedule(t.Context(), system, assembly.Session{Event: e.ID, Starts: now, Ends: now.Add(time.Hour), Topic: assembly.Topic{Title: catalog.Texts{"en": "Felt"}}})
	must(err)
	seat, _, err := n.Assembly.Register(t.Context(), identity.Guest(), e.ID, assembly.Applicant{Name: "Aigul", Email: "aigul@example.org", Agreed: true})
	must(err)
	must(n.Assembly.Appoint(t.Context(), system, e.ID, seat.ID, assembly.HostRole, ""))
	at, err := n.Assembly.Enter(t.Context(), system, e.ID, seat.ID, session.ID)
	must(err)
	must(n.Assembly.Begin(t.Context(), at))
	return at
}

// TestAReplayAsksSeldom counts the statements of a replay with things that were
// shown, and of the pages that lead there.
func TestAReplayAsksSeldom(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	guest, host := newVisit(t, n, site), newVisit(t, n, site).signIn("operator")
	before := n.kept(t)
	at := n.recorded(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var things []int64
	must(n.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
		things, err = db.List(tx, func(scan db.Scan) (id int64, err error) { return id, scan(&id) }, "SELECT product_id FROM products WHERE status = 'active' ORDER BY product_id LIMIT 4")
		return err
	}))
	n.take(t, at.Event.ID, at.Session.ID, time.Now(), 5*time.Minute)
	for _, id := range things {
		must(n.Assembly.PutOnTable(t.Context(), at, catalog.ProductID(id)))
		must(n.Assembly.Caption(t.Context(), at, "en", "This is the thing"))
		must(n.Assembly.Caption(t.Context(), at, "ru", "Вот эта вещь"))
	}
	path := fmt.Sprintf("/attend/%d/%d/%d", at.Event.ID, at.Seat.ID, at.Session.ID)
	key := "?k=" + n.Identity.Sign(assembly.SeatPurpose, int64(at.Seat.ID))
	guest.count(path + "/stream" + key)
	must(n.Assembly.ClearTable(t.Context(), at))
	guest.count(path + key)
	must(n.Assembly.End(t.Context(), at))
	agenda := fmt.Sprintf("/attend/%d/%d", at.Event.ID, at.Seat.ID)
	session := fmt.Sprintf("/host/%d/sessions/%d", at.Event.ID, at.Session.ID)
	guest.count(path+"/replay"+key, path+key, agenda+key, path+"/replay/film.mp4"+key)
	host.count(session)
	page, _ := guest.get(path + "/replay" + key)
	if n := strings.Count(page, `<li id="c`); n != len(things)+1 || !strings.Contains(page, "Felt") {
		t.Errorf("%d chapters for %d things", n, len(things))
	}
	if body, _ := guest.get(agenda + key); !strings.Contains(body, "/replay?k=") {
		t.Error("the agenda does not lead to the replay")
	}

	body, _ := host.get(session)
	if !strings.Contains(body, `action="`+session+`/drop"`) {
		t.Error("a host can't drop it")
	}
	if res, err := guest.http.PostForm(site+session+"/drop", url.Values{}); err != nil || res.StatusCode == http.StatusSeeOther && !strings.Contains(res.Header.Get("Location"), "sign-in") {
		t.Errorf("a guest drops it: %v %v", res, err)
	}
	host.post(session+"/drop", url.Values{})
	must(n.Assembly.ClearRecording(t.Context(), at.Event.ID, at.Session.ID))
	if after := n.kept(t); after != before {
		t.Errorf("%d private files, %d before the recording", after, before)
	}
	if body, _ := host.get(session); strings.Contains(body, "/drop") {
		t.Error("it can be dropped twice")
	}
}

// TestARecordingOutlivesTheNode ends the node in mid-session and goes on.
func TestARecordingOutlivesTheNode(t *testing.T) {
	s := settings(t, t.TempDir())
	n, err := Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	at, from := n.recorded(t), time.Now()
	before := n.take(t, at.Event.ID, at.Session.ID, from, time.Minute)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err = Open(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	open, err := n.Assembly.OpenRecordings(t.Context())
	if err != nil || len(open) != 1 || open[0].Pieces != int64(before) || open[0].Session != at.Session.ID {
		t.Fatal(open, err)
	}
	air, err := n.Assembly.Air(t.Context(), at.Event.ID, at.Session.ID)
	if err != nil || len(air.Pieces) != assembly.Window || air.Pieces[assembly.Window-1].Number != int64(before) {
		t.Error("the stream:", air, err)
	}
	after := n.take(t, at.Event.ID, at.Session.ID, from.Add(10*time.Minute), time.Minute)
	if err := n.Assembly.End(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	at, err = n.Assembly.Enter(t.Context(), identity.System(), at.Event.ID, at.Seat.ID, at.Session.ID)
	if err != nil {
		t.Fatal(err)
	}
	film, err := n.Assembly.Film(t.Context(), at)
	if err != nil || len(film.Pieces) != before+after || film.Length() < 118*time.Second {
		t.Fatal(film, err)
	}
	for _, p := range film.Pieces {
		f, err := n.Assembly.OpenPiece(p)
		if err != nil {
			t.Errorf("piece %d: %v", p.Number, err)
			continue
		}
		f.Close()
	}
}
