package relief_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"agora/blob"
	"agora/goods"
	"agora/identity"
	. "agora/relief"
)

// TestNothingOfAPersonIsLeft has one person in every part of a crisis, closes it, and
// looks for her after the day in every column of text of the database, and among the
// pictures. What is counted of the crisis is as it was.
func TestNothingOfAPersonIsLeft(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		folder := t.TempDir()
		files, err := blob.Open(folder)
		a.must(err)
		a.KeepFiles(files)
		pictures := func() (n int) {
			a.must(filepath.WalkDir(folder, func(_ string, e os.DirEntry, err error) error {
				if err == nil && e.Type().IsRegular() && strings.HasSuffix(e.Name(), ".drawn") {
					n++
				}
				return err
			}))
			return n
		}
		a.leaves()
		a.must(a.Close(a.Context(), expects, a.crisis.ID))
		before, was := a.figures(), a.texts()
		*clock = now.Add(KeepAfterClose - time.Minute)
		a.must(a.Forget(a.Context()))
		if len(a.finds()) == 0 || pictures() != 2 {
			a.Fatalf("before its day nothing is there, and %d pictures", pictures())
		}
		*clock = now.Add(KeepAfterClose)
		a.must(a.Forget(a.Context()))
		if left := a.finds(); len(left) > 0 || pictures() != 0 {
			a.Errorf("%d pictures are left, and of her:\n%s", pictures(), strings.Join(left, "\n"))
		}
		if after := a.figures(); after != before {
			a.Errorf("figures were\n%s\nand are\n%s", before, after)
		}
		rest := a.texts()
		for _, where := range []string{"relief_bookings.pin", "relief_bookings.secret", "relief_passes.code", "relief_scans.by_whom", "relief_scans.device", "goods_moves.reason"} {
			if strings.Trim(was[where], "\n") == "" || strings.Trim(rest[where], "\n") != "" {
				a.Errorf("%s was %q and is %q", where, was[where], rest[where])
			}
		}
		a.must(a.Forget(a.Context()))
		for where, text := range a.texts() {
			if rest[where] != text {
				a.Errorf("a second run changes %s", where)
			}
		}
	})
}

// figures are what everybody reads of a crisis, after all was added up anew.
func (a *aid) figures() string {
	a.Helper()
	a.fund()
	for name, check := range map[string]func() (int, error){
		"goods":   func() (int, error) { r, err := goods.Check(a.Context(), a.d); return len(r.Problems), err },
		"pledges": func() (int, error) { r, err := CheckPledges(a.Context(), a.d); return len(r.Problems), err },
	} {
		if problems, err := check(); err != nil || problems > 0 {
			a.Errorf("%s: %d problems, %v", name, problems, err)
		}
	}
	var b bytes.Buffer
	a.must(a.ExportNeeds(a.Context(), a.crisis.ID, &b))
	a.must(a.ExportFund(a.Context(), a.crisis.ID, &b))
	return strings.ReplaceAll(b.String(), marked.Name, "Z. M.") + fmt.Sprintf("%+v", a.overview().Totals)
}

// TestWhatWasRefusedIsForgottenEarlier has all refused that one person gave, and forgets her
// after its day though the crisis goes on; what was taken up again waits anew, and what was
// not refused stays.
func TestWhatWasRefusedIsForgottenEarlier(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		ctx, id := a.Context(), a.crisis.ID
		place, err := a.Found(ctx, expects, Facility{Crisis: id, Kind: "clinic", Profile: Profile{Name: "No clinic", Country: "TJ", Town: "Kulob", Contact: marked}})
		a.must(err)
		need, err := a.Report(ctx, identity.Guest(), Need{Crisis: id, Facility: a.hospital.ID, Item: a.item("mask-iir").ID, Want: Want{Units: 5, Note: marked.Name, Reporter: marked}})
		a.must(err)
		p, err := a.Pledge(ctx, Pledge{Crisis: id, Item: a.item("glove-m").ID, Units: 40, Gift: Gift{Donor: marked.Name, Place: markedHome, Contact: marked}})
		a.must(err)
		ride, err := a.Offer(ctx, Carriage{Crisis: id, Day: goods.DayOf(now), Room: Room{Vehicle: "van", From: "Osh", To: "Kulob", Kilos: 100, Carrier: marked.Name, Contact: marked}})
		a.must(err)
		d, err := a.Donate(ctx, Donation{Crisis: id, Amount: som(1_000), Giver: Giver{Donor: marked.Name, Contact: marked}})
		a.must(err)
		a.must(a.Forget(ctx)) // nothing is refused yet
		a.must(a.Refuse(ctx, markedDesk, id, place.ID, "known to "+marked.Name))
		a.must(a.Judge(ctx, expects, id, need.ID, false))
		a.must(a.Take(ctx, expects, id, p.ID, false))
		a.must(a.DeclineCarriage(ctx, expects, id, ride.ID))
		a.must(a.TakeDonation(ctx, expects, id, d.ID, false))
		_, err = a.Pledge(ctx, Pledge{Crisis: id, Item: a.item("glove-m").ID, Units: 1, Gift: Gift{Donor: "Amina", Place: "Osh", Contact: Contact{Phone: "+992 901"}}})
		a.must(err)
		a.must(a.Forget(ctx))
		at := func(day int, where ...string) {
			a.Helper()
			*clock = now.Add(time.Duration(day) * 24 * time.Hour)
			a.must(a.Forget(ctx))
			left := strings.Join(a.finds(), " ")
			for _, table := range []string{"facilities", "needs", "pledges", "carriages", "donations"} {
				if slices.Contains(where, table) != strings.Contains(left, "relief_"+table) {
					a.Errorf("on day %d: %s", day, left)
				}
			}
		}
		at(10, "facilities", "needs", "pledges", "carriages", "donations")
		a.must(a.Verify(ctx, expects, id, place.ID, "list of the ministry", time.Time{}))
		at(20, "facilities", "needs", "pledges", "carriages", "donations")
		a.must(a.Refuse(ctx, expects, id, place.ID, "no"))
		at(21, "facilities", "needs", "pledges", "carriages", "donations")
		at(30, "facilities")
		at(50, "facilities")
		at(51)
		if one, err := a.PledgeOf(ctx, id, p.ID); err != nil || one.Donor != "Z. M." || one.Units != 40 {
			a.Errorf("%+v %v", one, err)
		}
		if list, err := a.Pledges(ctx, id, Promised, 0); err != nil || len(list) != 1 || list[0].Donor != "Amina" || list[0].Contact.Phone == "" {
			a.Errorf("what was not refused: %+v %v", list, err)
		}
	})
}
