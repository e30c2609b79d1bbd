package node

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"agora/catalog"
	"agora/country"
	"agora/demo"
	"agora/identity"
	"agora/market"
	"agora/money"
)

const killedFolder = "AGORA_KILLED_FOLDER"

// TestTheKilled is not a test by itself: it is the node under load that
// TestNothingIsLostByAKill kills.
func TestTheKilled(t *testing.T) {
	folder := os.Getenv(killedFolder)
	if folder == "" {
		t.Skip("runs only as the child of another test")
	}
	s := settings(t, folder)
	s.Demo = true
	n := start(t, s)
	variants := twoShops(t, n)
	var out sync.Mutex
	for range 16 {
		go func() {
			for i := 0; ; i++ {
				ref, err := buy(context.Background(), n, variants, fmt.Sprintf("key-%d", n.DB.NewID()))
				out.Lock()
				if err != nil {
					fmt.Println("failed", err)
				} else {
					fmt.Println("placed", ref)
				}
				out.Unlock()
			}
		}()
	}
	select {}
}

// twoShops finds a variant in each of two shops of the demo.
func twoShops(t *testing.T, n *Node) []catalog.Variant {
	t.Helper()
	var list []catalog.Variant
	for _, p := range [][2]string{{"felt", "esparcet-honey"}, {"kandy", "ceylon-tea"}} {
		product, _, err := n.Catalog.Product(t.Context(), p[0], p[1])
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, product.Variants[0])
	}
	return list
}

// buy places an order of one of each variant and gives its reference.
func buy(ctx context.Context, n *Node, variants []catalog.Variant, key string) (ref string, err error) {
	return buyBy(ctx, n, variants, key, "play")
}

func buyBy(ctx context.Context, n *Node, variants []catalog.Variant, key, pay string) (ref string, err error) {
	return buyIn(ctx, n, variants, key, pay, "PKR")
}

func buyIn(ctx context.Context, n *Node, variants []catalog.Variant, key, pay string, c money.Currency) (ref string, err error) {
	cart := ""
	for _, v := range variants {
		if cart, err = n.Market.AddLine(ctx, cart, v.ID, 1); err != nil {
			return "", err
		}
	}
	seen, err := n.Market.Checkout(ctx, cart, market.Choice{To: "PK", Currency: c, Pay: pay})
	if err != nil {
		return "", err
	}
	g, err := n.Market.Place(ctx, identity.Guest(), market.PlaceOrder{
		Cart: cart, Key: key, QuoteHash: seen.Quote.Hash(), Options: seen.Chosen, Currency: c, Pay: pay, Lang: "en",
		Contact: market.Contact{Email: "guest@demo.agora.example"},
		Address: country.Address{Country: "PK", Name: "Saima Rafiq", Phone: "+923014478215", Street: "House 14-B, Street 7",
			Landmark: "Blue gate", City: "Lahore", Province: "Punjab", Postcode: "54000"},
	})
	return g.Ref, err
}

// TestNothingIsLostByAKill kills a node under a load of placements, again and
// again. After each kill every order that was answered is there, whole, and
// ledger, stock and events agree.
func TestNothingIsLostByAKill(t *testing.T) {
	rounds := 20
	if testing.Short() {
		rounds = 3
	}
	s := settings(t, t.TempDir())
	s.Demo = true
	prepare(t, s)
	placed := map[string]bool{}
	for round := range rounds {
		fresh := killUnderLoad(t, s.Data, 20+13*(round%7))
		n, err := Open(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		for _, ref := range fresh {
			g, err := n.Market.GroupByRef(t.Context(), identity.System(), ref)
			if err != nil || len(g.Orders) != 2 {
				t.Errorf("round %d: %s was answered and has %d orders: %v", round, ref, len(g.Orders), err)
			}
			if placed[ref] {
				t.Errorf("round %d: %s was given twice", round, ref)
			}
			placed[ref] = true
		}
		list, err := n.Check(t.Context())
		if err != nil || !Sound(list) {
			t.Errorf("round %d: %v %v", round, list, err)
		}
		if err := n.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d orders in two shops each were answered; none was lost", len(placed))
}

// prepare fills a demo with stock enough for the load.
func prepare(t *testing.T, s Settings) {
	t.Helper()
	n, err := Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if _, err := demo.Fill(t.Context(), parts(n)); err != nil {
		t.Fatal(err)
	}
	for _, v := range twoShops(t, n) {
		if err := n.Catalog.SetStock(t.Context(), identity.System(), v.Shop, v.ID, 100_000); err != nil {
			t.Fatal(err)
		}
	}
}

// killUnderLoad runs the child until it has answered so many placements, kills
// it where it stands, and gives the references it answered with.
func killUnderLoad(t *testing.T, folder string, enough int) (refs []string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestTheKilled$")
	cmd.Env = append(os.Environ(), killedFolder+"="+folder)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = io.Discard
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	dead := false
	for s := bufio.NewScanner(out); s.Scan(); { // to the end: what was written before the kill was answered
		what, rest, _ := strings.Cut(s.Text(), " ")
		switch what {
		case "placed":
			refs = append(refs, rest)
		case "failed":
			t.Errorf("a placement: %s", rest)
		}
		if len(refs) >= enough && !dead {
			dead = true
			cmd.Process.Kill()
		}
	}
	cmd.Wait()
	if !dead {
		t.Fatalf("the child ended by itself after %d placements", len(refs))
	}
	return refs
}
