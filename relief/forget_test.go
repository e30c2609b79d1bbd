package relief_test

import (
	"strings"
	"testing"
	"time"

	"agora/db"
	. "agora/relief"
)

// TestPeopleAreForgotten closes a crisis and lets time pass: contacts and names go, figures
// and initials stay, and a second run changes nothing.
func TestPeopleAreForgotten(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		a.hospital.Contact = Contact{Name: "Zarina", Phone: "+992 900"}
		_, err := a.Found(a.Context(), expects, a.hospital)
		a.must(err)
		_, err = a.Report(a.Context(), expects, Need{Crisis: a.crisis.ID, Facility: a.hospital.ID, Item: a.item("mask-iir").ID, Want: Want{Units: 7, Reporter: Contact{Phone: "+992 901"}}})
		a.must(err)
		_, err = a.Pledge(a.Context(), Pledge{Crisis: a.crisis.ID, Item: a.item("glove-m").ID, Units: 5, Gift: Gift{Donor: "Amina Rahimova", Place: "Osh", Contact: Contact{Phone: "+992 902"}}})
		a.must(err)
		c := a.consigns("number,item,units,value,batch,expires\n1,mask-iir,10,5.00,B,2027-12-31\n")
		a.hands(c, "Cargo", "Karasu")
		short := a.consigns("number,item,units\n1,mask-iir,10\n2,mask-iir,10\n")
		_, driver := a.issues(short, PassDriver, Holder{Name: "Karim Azizov", Organisation: "Cargo"})
		_, err = a.HandOver(a.Context(), driver, a.crisis.ID, short.ID, Signature{Place: "Osh", Sign: BySignature, Proof: "Karim Azizov"})
		a.must(err)
		_, receiver := a.issues(short, PassReceiver, Holder{Name: "Nadira", Organisation: "Airport store", Closes: true})
		_, err = a.Sync(a.Context(), receiver, a.crisis.ID, short.ID, "phone", scans(1, 1))
		a.must(err)
		_, err = a.CloseCount(a.Context(), receiver, a.crisis.ID, short.ID)
		a.must(err)
		_, err = a.Book(a.Context(), a.crisis.ID, a.slots(1)[0].ID, visit("Blue scarf"))
		a.must(err)
		all := func() string {
			var b strings.Builder
			a.must(a.d.Read(a.Context(), func(tx *db.Tx) error {
				for _, table := range []string{"facilities", "needs", "pledges", "custody", "discrepancies", "passes", "bookings"} {
					err := tx.Each(func(scan db.Scan) error {
						var doc string
						err := scan(&doc)
						b.WriteString(doc)
						return err
					}, "SELECT doc FROM relief_"+table)
					if err != nil {
						return err
					}
				}
				return nil
			}))
			return b.String()
		}
		secrets := []string{"Zarina", "+992", "Amina", "Saidov", "Azizov", "Nadira", "Blue scarf"}
		kept := func(want bool, when string) {
			for _, s := range secrets {
				if strings.Contains(all(), s) != want {
					t.Errorf("%s %q is there: %v", when, s, !want)
				}
			}
		}
		a.must(a.Forget(a.Context()))
		kept(true, "while it goes on")
		a.must(a.Close(a.Context(), expects, a.crisis.ID))
		*clock = now.Add(KeepAfterClose - time.Minute)
		a.must(a.Forget(a.Context()))
		kept(true, "before its day")
		*clock = now.Add(KeepAfterClose)
		a.must(a.Forget(a.Context()))
		kept(false, "after its day")
		if got := all(); !strings.Contains(got, "A. R.") || !strings.Contains(got, "R. S.") || !strings.Contains(got, "Kulob central hospital") {
			t.Errorf("initials and places are gone: %s", got)
		}
		before, needed := all(), a.needed("mask-iir")
		a.must(a.Forget(a.Context()))
		if a.needed("mask-iir") != needed || all() != before {
			t.Error("a second run changes something, or figures changed")
		}
	})
}
