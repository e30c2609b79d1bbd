package feed

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/blob"
	"agora/catalog"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// dying is a context that ends after it was asked so many times.
type dying struct {
	context.Context
	left int
}

func (d *dying) Err() error {
	if d.left--; d.left < 0 {
		return context.Canceled
	}
	return nil
}

// many gives a file of products p-0 and on.
func many(n int, price string) string {
	var b strings.Builder
	b.WriteString("Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty\n")
	for i := range n {
		fmt.Fprintf(&b, "p-%d,P %d,S-%d,%s,3\n", i, i, i, price)
	}
	return b.String()
}

func (s *stall) begin(t *testing.T, file string, good bool) ImportID {
	t.Helper()
	if s.files == nil {
		files, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		s.KeepFiles(files)
	}
	id, err := s.Begin(t.Context(), s.owner, s.shop, strings.NewReader(file), good)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (s *stall) latest(t *testing.T) Run {
	t.Helper()
	run, ok, err := s.Latest(t.Context(), s.owner, s.shop.ID)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return run
}

func TestAnImportThatIsKilledGoesOn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stall) {
		const n = 3*batch + 7
		id := s.begin(t, many(n, "5")+"bad,Bad,X,much,1\n", true)
		if _, err := s.Begin(t.Context(), s.owner, s.shop, strings.NewReader(many(1, "5")), false); !fault.HasKey(err, "fault.import_runs") {
			t.Error("two at once: ", err)
		}
		for kills := 0; ; kills++ {
			err := s.Continue(&dying{t.Context(), 6}, s.shop.ID, id) // looks and reads ask too
			run := s.latest(t)
			if have := len(s.all(t)); int64(have) != run.Created || run.Done < run.Created {
				t.Fatalf("%d products, but the import tells of %d", have, run.Created)
			}
			if err == nil {
				if kills == 0 {
					t.Error("nothing was killed")
				}
				break
			}
			if kills > 100 {
				t.Fatal("it never ends: ", err)
			}
		}
		run := s.latest(t)
		if run.State != Done || run.Total != n+1 || run.Done != n+1 || run.Created != n || run.Refused != 1 || run.Format != Shopify || !run.CanUndo {
			t.Errorf("%+v", run)
		}
		if err := s.Continue(t.Context(), s.shop.ID, id); err != nil || s.latest(t) != run {
			t.Error("run again it changed something", err)
		}
		if _, _, err := s.Latest(t.Context(), identity.Guest(), s.shop.ID); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
	})
}

func TestAnImportThatIsWrongByThenBringsNothing(t *testing.T) {
	s := newStall(t, sqlite(t))
	id := s.begin(t, many(3, "5")+"bad,Bad,X,much,1\n", false)
	if err := s.Continue(t.Context(), s.shop.ID, id); err != nil || s.latest(t).State != Refused || s.all(t) != nil {
		t.Errorf("%v %+v", err, s.latest(t))
	}
}

func TestAnImportIsTakenBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stall) {
		s.load(t, strings.NewReader(many(4, "5")), false)
		before := s.all(t)
		id := s.begin(t, many(batch+5, "7"), false)
		if err := s.Continue(t.Context(), s.shop.ID, id); err != nil {
			t.Fatal(err)
		}
		if run := s.latest(t); run.Changed != 4 || run.Created != batch+1 {
			t.Fatalf("%+v", run)
		}
		// Since then one was edited, and one of another was sold.
		list, err := s.catalog.ByHandles(t.Context(), s.owner, s.shop.ID, []string{"p-0", "p-1"})
		if err != nil {
			t.Fatal(err)
		}
		edited := list["p-0"].Draft()
		edited.Title = catalog.Texts{"ru": "Mine"}
		if _, err := s.catalog.SaveProduct(t.Context(), s.owner, s.shop.ID, edited); err != nil {
			t.Fatal(err)
		}
		if err := s.catalog.SetStock(t.Context(), s.owner, s.shop.ID, list["p-1"].Variants[0].ID, 2); err != nil {
			t.Fatal(err)
		}
		if err := s.Undo(t.Context(), s.owner, s.shop.ID, id); err != nil {
			t.Fatal(err)
		}
		for s.ContinueUndo(&dying{t.Context(), 3}, s.shop.ID, id) != nil {
		}
		if run := s.latest(t); run.State != Undone {
			t.Errorf("%+v", run)
		}
		for _, d := range s.all(t) {
			switch at := indexOf(before, d.Handle); {
			case at < 0 && d.Status != catalog.ProductArchived:
				t.Errorf("%s is still there", d.Handle)
			case d.Handle == "p-0" && (d.Title["ru"] != "Mine" || d.Variants[0].Price != money.Of(700, "KGS")):
				t.Errorf("what was edited since was taken back: %+v", d)
			case d.Handle == "p-1" && (d.Variants[0].OnHand != 2 || d.Variants[0].Price != money.Of(500, "KGS")):
				t.Errorf("what was sold came back: %+v", d.Variants[0])
			case at >= 0 && d.Handle > "p-1":
				if diff := cmp.Diff(before[at], d); diff != "" {
					t.Error(diff)
				}
			}
		}
		if err := s.Undo(t.Context(), s.owner, s.shop.ID, id); !fault.HasKey(err, "fault.import_undo") {
			t.Error("twice: ", err)
		}
	})
}

func indexOf(list []catalog.Draft, handle string) int {
	for i, d := range list {
		if d.Handle == handle {
			return i
		}
	}
	return -1
}
