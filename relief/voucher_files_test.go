package relief_test

import (
	"net/http/httptest"
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
