package relief_test

import (
	"fmt"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"agora/blob"
	. "agora/relief"
)

// TestVouchersStayWhenAnotherPackageRemovesTheSame attaches a receipt that is also a
// hand-out of an event, which goes.
func TestVouchersStayWhenAnotherPackageRemovesTheSame(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		files, err := blob.Open(t.TempDir())
		a.must(err)
		a.KeepFiles(files)
		o := a.spends()
		a.must(a.Attach(a.Context(), expects, a.crisis.ID, o.ID, pdf("receipt")))
		handout, _, err := files.Of("assembly").PutOwn(a.Context(), pdf("receipt"), MaxVoucher)
		a.must(err)
		a.must(files.Remove(a.Context(), handout))
		list, err := a.Vouchers(a.Context(), counts, a.crisis.ID, o.ID)
		a.must(err)
		w := httptest.NewRecorder()
		if err := a.Voucher(w, httptest.NewRequest("GET", "/", nil), counts, a.crisis.ID, o.ID, list[o.ID][1].ID, "receipt"); err != nil || w.Code != 200 {
			t.Errorf("%d %v", w.Code, err)
		}
	})
}

// TestVouchersStayWhenTheSameIsRefusedMeanwhile attaches a receipt while an outlay that
// sent the same is refused, whose file goes.
func TestVouchersStayWhenTheSameIsRefusedMeanwhile(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		kept := a.shelf()
		d := a.donates(100_000)
		a.must(a.Banked(a.Context(), expects, a.crisis.ID, d.ID, 100_000, "B-1"))
		for round := range 5 {
			o, err := a.Commit(a.Context(), expects, Outlay{Crisis: a.crisis.ID, Amount: som(500), Purpose: Purpose{What: "Blankets", Payee: "Textiles"}}, nil)
			a.must(err)
			for i := range 5 {
				words := fmt.Sprint(round, i)
				var both sync.WaitGroup
				both.Go(func() {
					if _, err := a.Commit(a.Context(), expects, Outlay{Crisis: a.crisis.ID, Amount: som(100_000), Purpose: Purpose{What: "More", Payee: "Textiles"}}, pdf(words)); err == nil {
						a.Error("an outlay without money")
					}
				})
				both.Go(func() {
					if err := a.Attach(a.Context(), expects, a.crisis.ID, o.ID, pdf(words)); err != nil {
						a.Error(err)
					}
				})
				both.Wait()
				if n := round*5 + i + 1; kept() != n {
					a.Fatalf("%d files, not %d", kept(), n)
				}
			}
		}
	})
}
