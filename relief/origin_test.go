package relief_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"agora/country"
	"agora/fault"
	. "agora/relief"
)

// TestWhereGoodsWereMadeStaysWithThem packs goods of one batch from two countries and of
// none that is known: they are told apart in packages, and the list that is written is
// that which was read.
func TestWhereGoodsWereMadeStaysWithThem(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		const list = "number,item,units,value,batch,expires,origin\n1,mask-iir,10,5.07,B,2027-12-31,CN\n1,mask-iir,4,,B,2027-12-31,KZ\n2,mask-iir,3,,B,2027-12-31,\n"
		c := a.consigns(strings.Replace(list, "CN", "cn", 1))
		cargo, err := a.Cargo(a.Context(), a.crisis.ID, c.ID)
		a.must(err)
		var b bytes.Buffer
		a.must(cargo.WriteManifest(&b))
		if got := strings.TrimPrefix(b.String(), "\ufeff"); got != list {
			t.Errorf("written:\n%s", got)
		}
		if in := cargo.Parcels[0].Contents; len(in) != 2 || in[0].Lot.ID == in[1].Lot.ID || cargo.Parcels[1].Contents[0].Lot.Origin != "" {
			t.Errorf("%+v", cargo.Parcels)
		}
		m, err := ReadManifest(strings.NewReader("number,item,units,origin\n1,mask-iir,10,China\n2,mask-iir,10,XQ\n"), a.items)
		if err != nil || len(m.Faults) != 2 || m.Faults[0].Fault.Key != "fault.relief_origin" || m.Faults[1].Fault.Field != "origin" {
			t.Errorf("%v %+v", err, m.Faults)
		}
	})
}

// TestAPledgeSaysWhereItWasMade keeps it from the pledge to the package, unless who packs
// says it better.
func TestAPledgeSaysWhereItWasMade(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		gives := func() Pledge {
			p, err := a.Pledge(a.Context(), Pledge{Crisis: a.crisis.ID, Item: a.item("glove-m").ID, Units: 10, Gift: Gift{Donor: "Amina", Place: "Osh", Origin: "UZ", Contact: Contact{Phone: "+996"}}})
			a.must(err)
			a.must(a.Take(a.Context(), expects, a.crisis.ID, p.ID, true))
			return p
		}
		for said, want := range map[string]string{"": "UZ", "CN": "CN"} {
			c, err := a.Send(a.Context(), expects, a.crisis.ID, gives().ID, Consignment{To: a.hospital.ID, Letter: letter}, 2, country.Code(said))
			a.must(err)
			cargo, err := a.Cargo(a.Context(), a.crisis.ID, c.ID)
			a.must(err)
			if got := string(cargo.Parcels[1].Contents[0].Lot.Origin); got != want {
				t.Errorf("%q: made in %q", said, got)
			}
		}
		for _, bad := range []string{"XX", "cn", "China"} {
			p := Pledge{Crisis: a.crisis.ID, Item: a.item("glove-m").ID, Units: 10, Gift: Gift{Donor: "Amina", Place: "Osh", Origin: country.Code(bad), Contact: Contact{Phone: "+996"}}}
			if _, err := a.Pledge(a.Context(), p); !fault.HasKey(err, "fault.relief_origin") {
				t.Errorf("%q: %v", bad, err)
			}
		}
	})
}
