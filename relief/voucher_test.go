package relief_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agora/blob"
	"agora/db"
	"agora/fault"
	"agora/identity"
	. "agora/relief"
)

// shelf gives a crisis a folder for files, and a count of those that lie there.
func (a *aid) shelf() func() int {
	a.Helper()
	folder := a.TempDir()
	files, err := blob.Open(folder)
	a.must(err)
	a.KeepFiles(files)
	return func() (n int) {
		_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && (strings.HasSuffix(path, ".own") || strings.HasSuffix(path, ".drawn")) {
				n++
			}
			return err
		})
		return n
	}
}

func pdf(words string) *bytes.Reader { return bytes.NewReader([]byte("%PDF-1.4\n" + words)) }

// bill is a picture of a bill, of its own by a shade.
func bill(shade uint8) *bytes.Reader {
	img := image.NewGray(image.Rect(0, 0, 90, 120))
	for i := range img.Pix {
		img.Pix[i] = shade
	}
	img.Set(3, 3, color.White)
	var b bytes.Buffer
	_ = png.Encode(&b, img)
	return bytes.NewReader(b.Bytes())
}

// spends gives a fund with money, and an outlay of it with a bill.
func (a *aid) spends() Outlay {
	a.Helper()
	d := a.donates(100_000)
	a.must(a.Banked(a.Context(), expects, a.crisis.ID, d.ID, 100_000, "B-1"))
	o, err := a.Commit(a.Context(), expects, Outlay{Crisis: a.crisis.ID, Amount: som(100_000), Purpose: Purpose{What: "Blankets", Payee: "Textiles"}}, bill(80))
	a.must(err)
	return o
}

// TestVouchersShowWhatMoneyWasFor attaches bills to an outlay before it is approved and
// after it is paid, within bounds; what is refused leaves no file behind.
func TestVouchersShowWhatMoneyWasFor(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		kept := a.shelf()
		o := a.spends()
		if o.Vouchers != 1 || kept() != 1 {
			t.Errorf("%d vouchers, %d files", o.Vouchers, kept())
		}
		big := pdf(strings.Repeat("x", MaxVoucher))
		for name, c := range map[string]struct {
			file *bytes.Reader
			key  string
		}{"a page": {bytes.NewReader([]byte("<html><script>alert(1)</script>")), "fault.claim_file_kind"}, "too large": {big, "fault.file_large"}, "half a picture": {bytes.NewReader([]byte("\x89PNG\r\n\x1a\nhalf")), ""}} {
			err := a.Attach(a.Context(), expects, a.crisis.ID, o.ID, c.file)
			if list := fault.List(err); len(list) != 1 || list[0].Field != "file" || c.key != "" && list[0].Key != c.key {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := a.Commit(a.Context(), expects, Outlay{Crisis: a.crisis.ID, Amount: som(1), Purpose: Purpose{What: "More", Payee: "Textiles"}}, pdf("refused")); err == nil || kept() != 1 {
			t.Errorf("an outlay without money: %v, %d files", err, kept())
		}
		a.must(a.Approve(a.Context(), counts, a.crisis.ID, o.ID))
		a.must(a.Pay(a.Context(), expects, a.crisis.ID, o.ID, 100_000, "B-2"))
		for range 2 {
			a.must(a.Attach(a.Context(), counts, a.crisis.ID, o.ID, pdf("receipt")))
		}
		list, err := a.Vouchers(a.Context(), counts, a.crisis.ID, o.ID)
		if err != nil || len(list[o.ID]) != 2 || list[o.ID][0].PDF() || !list[o.ID][1].PDF() || list[o.ID][0].By != expects.String() || list[o.ID][1].By != counts.String() {
			t.Errorf("%v %+v", err, list)
		}
		if done, err := a.OutlaysPaid(a.Context(), a.crisis.ID, time.Time{}); err != nil || len(done) != 1 || done[0].Vouchers != 2 {
			t.Errorf("%v %+v", err, done)
		}
		for _, words := range []string{"3", "4", "5"} {
			a.must(a.Attach(a.Context(), expects, a.crisis.ID, o.ID, pdf(words)))
		}
		if err := a.Attach(a.Context(), expects, a.crisis.ID, o.ID, pdf("6")); !fault.HasKey(err, "fault.at_most") || kept() != 5 {
			t.Errorf("one too many: %v, %d files", err, kept())
		}
		a.opens(o, list[o.ID])
	})
}

// opens gives the files of an outlay to who coordinates, and to nobody else.
func (a *aid) opens(o Outlay, list []Voucher) {
	a.Helper()
	ask := func(v Voucher, of OutlayID) (*httptest.ResponseRecorder, error) {
		w := httptest.NewRecorder()
		return w, a.Voucher(w, httptest.NewRequest("GET", "/", nil), counts, a.crisis.ID, of, v.ID, "voucher-7")
	}
	w, err := ask(list[0], o.ID)
	if err != nil || w.Header().Get("Content-Type") != "image/webp" {
		a.Errorf("a picture: %v %v", err, w.Header())
	}
	w, err = ask(list[1], o.ID)
	if err != nil || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment; filename=voucher-7.pdf") || !strings.HasPrefix(w.Body.String(), "%PDF-") {
		a.Errorf("a PDF: %v %v", err, w.Header())
	}
	if _, err := ask(list[0], o.ID+1); !fault.Is(err, fault.NotFound) {
		a.Errorf("of another outlay: %v", err)
	}
	if _, err := a.Vouchers(a.Context(), identity.Actor{Person: 9}, a.crisis.ID, o.ID); !fault.Is(err, fault.Forbidden) {
		a.Errorf("a buyer: %v", err)
	}
	if err := a.Attach(a.Context(), identity.Actor{Person: 9}, a.crisis.ID, o.ID, pdf("mine")); !fault.Is(err, fault.Forbidden) {
		a.Errorf("a buyer attaches: %v", err)
	}
}

// TestVouchersGoYearsAfterTheirCrisis removes them when their time is over, but not the
// file of one that another crisis still has.
func TestVouchersGoYearsAfterTheirCrisis(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		kept := a.shelf()
		o := a.spends()
		a.must(a.Attach(a.Context(), expects, a.crisis.ID, o.ID, pdf("receipt")))
		a.must(a.Approve(a.Context(), counts, a.crisis.ID, o.ID))
		a.must(a.Pay(a.Context(), expects, a.crisis.ID, o.ID, 100_000, "B-2"))
		first := a.crisis
		other, err := a.Declare(a.Context(), expects, Crisis{Case: first.Case})
		a.must(err)
		a.crisis = other
		d := a.donates(100_000)
		a.must(a.Banked(a.Context(), expects, other.ID, d.ID, 100_000, "B-3"))
		_, err = a.Commit(a.Context(), expects, Outlay{Crisis: other.ID, Amount: som(500), Purpose: Purpose{What: "Freight", Payee: "Cargo"}}, pdf("receipt"))
		a.must(err)
		a.crisis = first
		a.must(a.Close(a.Context(), expects, first.ID))
		left := func(at time.Time) (gone int64, vouchers int64) {
			*clock = at
			for { // a portion at a time
				n, err := a.ForgetVouchers(a.Context(), 1)
				a.must(err)
				if gone += n; n == 0 {
					break
				}
			}
			a.must(a.d.Read(a.Context(), func(tx *db.Tx) error {
				return tx.Row("SELECT vouchers FROM relief_outlays WHERE outlay_id = $1", []any{int64(o.ID)}, &vouchers)
			}))
			return gone, vouchers
		}
		if gone, n := left(now.Add(KeepVouchers - time.Hour)); gone != 0 || n != 2 || kept() != 2 {
			t.Errorf("too early: %d went, %d are left, %d files", gone, n, kept())
		}
		if gone, n := left(now.Add(KeepVouchers + time.Hour)); gone != 2 || n != 0 || kept() != 1 {
			t.Errorf("after its time: %d went, %d are left, %d files", gone, n, kept())
		}
	})
}
