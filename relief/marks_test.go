package relief_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"time"

	"agora/db"
	"agora/goods"
	"agora/identity"
	. "agora/relief"
)

// marked is one person who gives something of herself wherever that can be given; each
// word of her is looked for everywhere later.
var (
	marked     = Contact{Name: "Zulfizar Markabaeva", Email: "zulfizar@mark.example", Phone: "+992 900 556677"}
	markedDesk = identity.Actor{Person: 1, Name: marked.Name, Roles: []identity.Role{identity.Operator}}
	markWords  = []string{"Zulfizar", "Markabaeva", "mark.example", "556677", "Chinar street"}
)

const markedHome = "Chinar street 7"

// leaves has her take every part of relief, and gives what is to be kept of her: nothing.
func (a *aid) leaves() {
	ctx, id := a.Context(), a.crisis.ID
	a.hospital.Contact = marked
	_, err := a.Found(ctx, markedDesk, a.hospital)
	a.must(err)
	a.must(a.Verify(ctx, markedDesk, id, a.hospital.ID, "list of the ministry", time.Time{}))
	refused, err := a.Found(ctx, expects, Facility{Crisis: id, Kind: "clinic", Profile: Profile{Name: "No clinic", Country: "TJ", Town: "Kulob", Contact: marked}})
	a.must(err)
	a.must(a.Refuse(ctx, markedDesk, id, refused.ID, "only "+marked.Name+" lives there"))
	a.must(a.Weigh(ctx, markedDesk, id, map[WeightName]int64{WeightExposed: 321}))

	want := Want{Units: 50, Note: "ask " + marked.Name, Reporter: marked}
	need, err := a.Report(ctx, identity.Guest(), Need{Crisis: id, Facility: a.hospital.ID, Item: a.item("mask-iir").ID, Want: want})
	a.must(err)
	want.Units = 60 // what she said before is kept beside it
	need, err = a.Report(ctx, identity.Guest(), Need{Crisis: id, Facility: a.hospital.ID, Item: a.item("mask-iir").ID, Want: want})
	a.must(err)
	_, err = a.ClaimNeed(ctx, markedDesk, id, need.ID)
	a.must(err)
	a.must(a.Judge(ctx, markedDesk, id, need.ID, true))
	need, err = a.Report(ctx, identity.Guest(), Need{Crisis: id, Facility: a.hospital.ID, Item: a.item("glove-m").ID, Want: want})
	a.must(err)
	_, err = a.ClaimNeed(ctx, markedDesk, id, need.ID) // and has it when the crisis is closed
	a.must(err)
	a.must(a.Write(ctx, Message{Crisis: id, Facility: a.hospital.ID, Note: Note{Text: marked.Name + " can bring it", Name: marked.Name, Reply: marked.Email}}))
	_, err = a.Book(ctx, id, a.slots(2)[0].ID, Visit{Nick: marked.Name, Does: "give", What: "Gloves of " + marked.Name})
	a.must(err)
	a.leavesGoods()
	a.leavesMoneyAndTime()
}

// leavesGoods has her give goods, carry them, sign for them and get them.
func (a *aid) leavesGoods() {
	ctx, id := a.Context(), a.crisis.ID
	give := func() Pledge {
		p, err := a.Pledge(ctx, Pledge{Crisis: id, Item: a.item("mask-iir").ID, Units: 40, Gift: Gift{Donor: marked.Name, Public: true, Place: markedHome, Note: "ring " + marked.Phone, Contact: marked, Lat: 3854300, Lon: 6882500}})
		a.must(err)
		return p
	}
	a.must(a.Take(ctx, markedDesk, id, give().ID, false))
	a.must(a.Take(ctx, markedDesk, id, give().ID, true))
	_, err := a.Propose(ctx, markedDesk, id)
	a.must(err)
	p := give()
	a.must(a.Take(ctx, markedDesk, id, p.ID, true))
	c, err := a.Send(ctx, markedDesk, id, p.ID, Consignment{To: a.hospital.ID, Letter: Letter{Number: "CN-1", From: marked.Name, Place: markedHome, Currency: "TJS"}}, 4, "CN")
	a.must(err)
	holder := Holder{Name: marked.Name, Organisation: "Silk Road Cargo", Email: marked.Email, Closes: true}
	_, driver := a.issues(c, PassDriver, holder)
	picture := a.picture()
	_, err = a.HandOver(ctx, driver, id, c.ID, Signature{Place: "Osh", Sign: ByPhoto, Proof: picture})
	a.must(err)
	_, err = a.HandOver(ctx, driver, id, c.ID, Signature{Place: "Osh", Sign: BySignature, Proof: marked.Name, Drawn: a.picture()})
	a.must(err)
	_, err = a.HandOver(ctx, markedDesk, id, c.ID, Signature{Custodian: "Silk Road Cargo", Person: marked.Name + ", driver", Place: "Osh", Sign: BySignature, Proof: marked.Name})
	a.must(err)
	_, receiver := a.issues(c, PassReceiver, Holder{Name: marked.Name, Organisation: "Airport store", Closes: true})
	_, err = a.Sync(ctx, receiver, id, c.ID, "phone of "+marked.Name, scans(1, 3))
	a.must(err)
	_, err = a.Sync(ctx, receiver, id, c.ID, "other phone", scans(2, 3))
	a.must(err)
	_, err = a.CloseCount(ctx, receiver, id, c.ID)
	a.must(err)
	_, ward := a.issues(c, PassWard, Holder{Name: marked.Name, Organisation: "Ward"})
	a.must(a.Receive(ctx, ward, id, c.ID, marked.Name+" says it is good"))
	a.must(a.GiveUp(ctx, markedDesk, id, c.ID, []int64{4}, marked.Name+" looked for it"))
	a.must(a.HandOut(ctx, markedDesk, id, a.hospital.ID, Handing{Item: a.item("mask-iir").ID, Units: 5, To: "ward of Dr. " + marked.Name}))
	for range 2 {
		ride, err := a.Offer(ctx, Carriage{Crisis: id, Day: goods.DayOf(now), Room: Room{Vehicle: "van", From: "Osh", To: "Kulob", Kilos: 100, Carrier: marked.Name, Note: marked.Phone, Contact: marked}})
		a.must(err)
		a.must(a.DeclineCarriage(ctx, markedDesk, id, ride.ID))
	}
}

// leavesMoneyAndTime has her give money, which goes back, and time.
func (a *aid) leavesMoneyAndTime() {
	ctx, id := a.Context(), a.crisis.ID
	for _, take := range []bool{true, false} {
		d, err := a.Donate(ctx, Donation{Crisis: id, Amount: som(1_000), Giver: Giver{Donor: marked.Name, Public: true, Note: "for " + marked.Name, Contact: marked}})
		a.must(err)
		a.must(a.TakeDonation(ctx, markedDesk, id, d.ID, take))
		if !take {
			continue
		}
		a.must(a.Banked(ctx, markedDesk, id, d.ID, 1_000, "B-1"))
		o, err := a.GiveBack(ctx, markedDesk, id, d.ID, 1_000, marked.Name+" asked for it")
		a.must(err)
		a.must(a.Approve(ctx, counts, id, o.ID))
		a.must(a.Pay(ctx, markedDesk, id, o.ID, 1_000, "B-2"))
	}
	h, err := a.Help(ctx, identity.Actor{Person: 77}, Helper{Crisis: id, Offer: Offer{Name: marked.Name, Skills: []Skill{"driver"}, Hours: 6, Contact: marked}})
	a.must(err)
	a.must(a.Claim(ctx, identity.Actor{Person: 77}, id, h.ID, a.posts("driver", 2).ID))
}

// picture keeps one that is like no other.
func (a *aid) picture() string {
	img := image.NewRGBA(image.Rect(0, 0, 40, 30))
	a.pictures++
	draw.Draw(img, img.Bounds(), image.NewUniform(color.Gray{byte(50 * a.pictures)}), image.Point{}, draw.Src)
	var b bytes.Buffer
	a.must(png.Encode(&b, img))
	key, err := a.KeepPicture(a.Context(), PhotoProof, &b)
	a.must(err)
	return key
}

// texts reads every column of text of every table: what is stored where.
func (a *aid) texts() map[string]string {
	a.Helper()
	columns := "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = 'text'"
	if a.d.Engine() == "sqlite" {
		columns = "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type = 'TEXT'"
	}
	all := map[string]string{}
	a.must(a.d.Read(a.Context(), func(tx *db.Tx) error {
		type column struct{ table, name string }
		list, err := db.List(tx, func(scan db.Scan) (c column, err error) { return c, scan(&c.table, &c.name) }, columns)
		if err != nil {
			return err
		}
		for _, c := range list {
			rows, err := db.List(tx, func(scan db.Scan) (s string, err error) { return s, scan(&s) }, fmt.Sprintf("SELECT COALESCE(%s, '') FROM %s", c.name, c.table))
			if err != nil {
				return err
			}
			all[c.table+"."+c.name] = strings.Join(rows, "\n")
		}
		return nil
	}))
	if len(all) < 50 {
		a.Fatalf("only %d columns of text were found", len(all))
	}
	return all
}

// finds gives where something of the marked person is.
func (a *aid) finds() (places []string) {
	a.Helper()
	for where, text := range a.texts() {
		for _, word := range markWords {
			if strings.Contains(text, word) {
				places = append(places, where+": "+word)
			}
		}
	}
	return places
}
