package node

import (
	"database/sql"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/demo"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/payment/hosted/hostedtest"
)

// What the child is told: its folder, its database ("" for a file in the
// folder), and whether it is to buy something that is paid at the bank.
const (
	brokenFolder   = "AGORA_BROKEN_FOLDER"
	brokenDatabase = "AGORA_BROKEN_DATABASE"
	brokenBuys     = "AGORA_BROKEN_BUYS"
)

// TestTheBroken is not a test by itself: it is the node that serves while a
// bank is asked, and is killed then.
func TestTheBroken(t *testing.T) {
	folder := os.Getenv(brokenFolder)
	if folder == "" {
		t.Skip("runs only as the child of another test")
	}
	s := settings(t, folder)
	s.Demo, s.Database = true, os.Getenv(brokenDatabase)
	n := start(t, s)
	if os.Getenv(brokenBuys) != "" {
		_, err := buyBy(t.Context(), n, twoShops(t, n)[:1], "key-elsewhere", "hosted")
		t.Fatal("the answer came: ", err)
	}
	select {}
}

// killed runs the node and kills it, as a power cut does, the moment the bank
// was asked for call and did it, and before its answer is on the way.
func killed(t *testing.T, s Settings, g *hostedtest.Gateway, call string, more ...string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestTheBroken$")
	cmd.Env = append(append(os.Environ(), brokenFolder+"="+s.Data, brokenDatabase+"="+s.Database), more...)
	dead := make(chan struct{})
	g.Hold(func(c string) {
		if c == call {
			cmd.Process.Kill()
			<-dead
		}
	})
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
	_ = cmd.Wait()
	if !late.Stop() {
		t.Errorf("the bank was never asked for %s", call)
	}
	g.Hold(nil)
	close(dead)
	if s.Database != "" {
		rescue(t, s.Database)
	}
}

// rescue does now what the queue does after ten minutes: where several nodes may
// serve, a job that runs is not known to be a dead node's before that.
func rescue(t *testing.T, database string) {
	t.Helper()
	d, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.ExecContext(t.Context(), `UPDATE river_job SET state = 'available' WHERE state = 'running'`); err != nil {
		t.Fatal(err)
	}
}

// TestABreakBetweenTheBankAndUs: kill -9 between a call of the bank and our
// commit. After the start the bank is asked what became of it; nothing is
// called twice, and what it can't tell stays visible as unknown.
func TestABreakBetweenTheBankAndUs(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		for what, silent := range map[string]bool{"the bank tells": false, "the bank can't tell": true} {
			t.Run(engine+"/"+what, func(t *testing.T) {
				if testing.Short() && !silent {
					t.Skip("in short runs the other half is enough")
				}
				breaks(t, engine, silent)
			})
		}
	}
}

func breaks(t *testing.T, engine string, silent bool) {
	g := hostedtest.New(t)
	s := settings(t, t.TempDir())
	if s.Demo = true; engine == "postgres" {
		s.Database = dbtest.NewPostgres(t)
	}
	group := placedElsewhere(t, s, g)
	key := g.Keys()[0]
	cancelPaid(t, s, g, key, group)
	killed(t, s, g, "POST /refunds")
	if g.Calls("POST /refunds") != 1 || g.Payment(key).Refunded != g.Payment(key).Captured {
		t.Fatalf("the bank was asked %d times before the break", g.Calls("POST /refunds"))
	}
	g.Silent(silent)
	n := start(t, s)
	defer stop(t, n)
	want := map[bool]market.RefundState{false: market.RefundSent, true: market.RefundUnknown}[silent]
	var last market.Refund
	for range 200 {
		if last = refundOf(t, n, group); last.State == want {
			break
		}
		pause(t)
	}
	if last.State != want || g.Calls("POST /refunds") != 1 || g.Calls("GET /payments/") != 1 {
		t.Errorf("the refund is %s after %d calls and %d questions", last.State, g.Calls("POST /refunds"), g.Calls("GET /payments/"))
	}
	operator := identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}
	list, err := n.Market.OpenRefunds(t.Context(), operator, 0)
	if err != nil {
		t.Fatal(err)
	}
	seen := false
	for _, r := range list {
		seen = seen || r.ID == last.ID
	}
	if seen != silent {
		t.Errorf("the operator sees it: %v", seen)
	}
	left := int64(0)
	if silent {
		left = g.Payment(key).Captured
	}
	if got := stands(t, n, ledger.Way("hosted")); -got != left {
		t.Errorf("%d stands with the bank, want %d", -got, left)
	}
	if problems, err := n.Check(t.Context()); err != nil || !Sound(problems) {
		t.Errorf("%v %v", problems, err)
	}
}

// placedElsewhere fills a demo and places an order that is paid at the bank. Its
// node is killed while the bank makes the payment; the next one asks for it.
func placedElsewhere(t *testing.T, s Settings, g *hostedtest.Gateway) market.GroupID {
	t.Helper()
	n, err := Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Fill(t.Context(), parts(n)); err != nil {
		t.Fatal(err)
	}
	account := g.URL + " " + hostedtest.Key + " PKR " + hostedtest.Secret
	if err := n.House.Save(t.Context(), identity.System(), map[string]string{"hosted_account": account}); err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	killed(t, s, g, "POST /payments", brokenBuys+"=1")
	killed(t, s, g, "GET /payments/") // the job asks what became of it, and breaks again
	id, err := strconv.ParseInt(strings.TrimPrefix(g.Keys()[0], "hosted-"), 10, 64)
	if err != nil || len(g.Keys()) != 1 {
		t.Fatal(g.Keys(), err)
	}
	found := market.Group{ID: market.GroupID(id)}
	n = start(t, s)
	defer stop(t, n)
	for range 200 {
		if found, err = n.Market.Group(t.Context(), identity.System(), found.ID); err != nil || found.HowToPay.Arg("page") != "" {
			break
		}
		pause(t)
	}
	if err != nil || found.HowToPay.Arg("page") == "" || g.Calls("POST /payments") != 1 || g.Calls("GET /payments/") != 2 {
		t.Fatalf("page %q after %d calls and %d questions: %v", found.HowToPay.Arg("page"), g.Calls("POST /payments"), g.Calls("GET /payments/"), err)
	}
	return found.ID
}

// cancelPaid pays at the bank, tells of it over HTTP, many times, and cancels.
func cancelPaid(t *testing.T, s Settings, g *hostedtest.Gateway, key string, id market.GroupID) {
	t.Helper()
	n := start(t, s)
	p := g.Pay(key, g.Payment(key).Amount)
	for range 3 {
		res, err := http.DefaultClient.Do(hostedtest.Note(t.Context(), n.Addr()+"/pay/hosted", "payment.updated", p, time.Now()))
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if res.StatusCode != http.StatusNoContent {
			t.Fatalf("the notification gets %s", res.Status)
		}
	}
	stop(t, n)
	n, err := Open(t.Context(), s) // nothing runs by itself: the refund waits for the next start
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	found, err := n.Market.Group(t.Context(), identity.System(), id)
	if err != nil || found.PayState != "captured" {
		t.Fatalf("paid: %s, %v", found.PayState, err)
	}
	if err := n.Market.Cancel(t.Context(), identity.Actor{Link: market.LinkSubject(id)}, found.Orders[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	g.Reset()
}

func refundOf(t *testing.T, n *Node, id market.GroupID) market.Refund {
	t.Helper()
	g, err := n.Market.Group(t.Context(), identity.System(), id)
	if err != nil {
		t.Fatal(err)
	}
	list, err := n.Market.Refunds(t.Context(), identity.System(), g)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d refunds, %v", len(list), err)
	}
	return list[0]
}

func stands(t *testing.T, n *Node, a ledger.Account) (minor int64) {
	t.Helper()
	if err := n.DB.Read(t.Context(), func(tx *db.Tx) error {
		list, err := ledger.Totals(tx)
		for _, b := range list {
			if b.Account == a && b.Amount.Currency == "PKR" {
				minor += b.Amount.Minor
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return minor
}

// pause waits for a job a little; the test ends when the job is done.
func pause(t *testing.T) {
	t.Helper()
	select {
	case <-t.Context().Done():
	case <-time.After(50 * time.Millisecond):
	}
}
