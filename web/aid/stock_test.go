package aid

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/goods"
)

// late puts units of masks that expired into the stock of a place: they came late.
func (o *office) late(desk, facility, item string, units int64) {
	o.Helper()
	var ids []int64
	for _, s := range []string{strings.TrimPrefix(desk, "/aid/"), facility, item} {
		id, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			o.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := o.d.Write(o.Context(), func(tx *db.Tx) error {
		lot, err := goods.LotOf(tx, goods.BookID(ids[0]), goods.Lot{Item: goods.ItemID(ids[2]), Batch: "M-OLD", Expires: 18_000})
		if err != nil {
			return err
		}
		_, err = goods.Post(tx, goods.Move{Book: goods.BookID(ids[0]), Kind: "received", Reason: "came late", Lines: []goods.Line{{Account: goods.From(1), Lot: lot, Units: -units}, {Account: goods.In(ids[1]), Lot: lot, Units: units}}})
		return err
	}); err != nil {
		o.Fatal(err)
	}
}

// refuses posts a form that must be refused, by words on the page that comes.
func (o *office) refuses(status int, path string, words []string, pairs ...string) {
	o.Helper()
	r := o.post("counts", path, pairs...)
	for _, w := range words {
		if r.status != status || !strings.Contains(r.body, w) {
			o.Errorf("%s %v: %d, no %q: %s", path, pairs, r.status, w, alert(r.body))
		}
	}
}

// TestStockOnThePage takes two batches into stock, hands out to a ward, writes off what
// expired and recalls a batch, by forms alone; the totals agree.
func TestStockOnThePage(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	stock, public := desk+"/stock", "/relief"+strings.TrimPrefix(desk, "/aid")
	masks := o.option("", public+"/need", "Masks, type IIR")
	r := o.manifest("sends", desk+"/consign", "number,item,units,value,batch,expires\n1,mask-iir,200,10.00,M-SOON,"+time.Now().UTC().AddDate(0, 0, 10).Format(time.DateOnly)+"\n2,mask-iir,300,10.00,M-LATE,2099-12-31\n",
		"number", "CN-1", "from", "A foundation", "place", "Kashgar", "facility", facility, "currency", "CNY")
	if r.status != http.StatusSeeOther {
		t.Fatalf("%d %s", r.status, alert(r.body))
	}
	o.does("counts", r.to+"/scan", "device", "phone", "first", "1", "scans", "1-2")
	o.does("counts", r.to+"/count")
	o.does("counts", r.to+"/receive")
	o.late(desk, facility, masks, 5)

	o.readsAs("counts", stock, "M-OLD", "Expired", "5 pieces", "M-SOON", "Expires soon", "200 pieces", "M-LATE", "300 pieces", "Airport store, Dushanbe")
	body := o.get("counts", stock).body
	if old, soon, late := strings.Index(body, ">M-OLD<"), strings.Index(body, ">M-SOON<"), strings.Index(body, ">M-LATE<"); old < 0 || old > soon || soon > late {
		t.Errorf("what expires first is not first: %d, %d, %d", old, soon, late)
	}
	o.refuses(http.StatusConflict, stock+"/give", []string{"There are only 500 that may be used.", "#f-units", `value="501"`, "Ward &lt;3&gt;"}, "facility", facility, "item", masks, "units", "501", "to", "Ward <3>")
	o.refuses(http.StatusUnprocessableEntity, stock+"/give", []string{"#f-to"}, "facility", facility, "item", masks, "units", "5")
	o.refuses(http.StatusUnprocessableEntity, stock+"/give", []string{"#f-facility", `value="5"`}, "item", masks, "units", "5", "to", "Ward 3")
	o.does("counts", stock+"/give", "facility", facility, "item", masks, "units", "250", "to", "Ward <3>")
	o.readsAs("counts", stock+"?at="+facility+"&item="+masks, "-M-SOON", "250 pieces", "5 pieces")

	old := regexp.MustCompile(`/stock/lot\?at=\d+&amp;lot=(\d+)`).FindStringSubmatch(o.get("counts", stock).body) // it expires first
	if old == nil {
		t.Fatal("no lot can be chosen")
	}
	of := []string{"facility", facility, "lot", old[1]}
	o.readsAs("counts", stock+"/lot?at="+facility+"&lot="+old[1], "Expired", "Write off", "-Hand out")
	o.refuses(http.StatusConflict, stock+"/give", []string{"Batch M-OLD has expired: it can only be written off.", "#f-units"}, append(of, "give", "1", "units", "1", "to", "Ward 3")...)
	o.refuses(http.StatusUnprocessableEntity, stock+"/off", []string{"#f-reason", `value="5"`}, append(of, "units", "5")...)
	o.refuses(http.StatusConflict, stock+"/off", []string{"There are fewer than 6 there.", "#f-units"}, append(of, "units", "6", "reason", "expired")...)
	o.does("counts", stock+"/off", append(of, "units", "5", "reason", "expired")...)
	o.readsAs("counts", stock, "-M-OLD")

	batch := stock + "/batch?item=" + masks + "&batch=M-LATE"
	o.readsAs("counts", batch, "Airport store, Dushanbe In stock 250 pieces", "CN-1 · A foundation", "300 pieces", "Airport store, Dushanbe · Ward &lt;3&gt; Handed out 50 pieces", "Recall a batch")
	o.refuses(http.StatusUnprocessableEntity, stock+"/recall", []string{"#f-why"}, "item", masks, "batch", "M-LATE")
	o.refuses(http.StatusUnprocessableEntity, stock+"/recall", []string{"No goods of this batch are here."}, "item", masks, "batch", "M-NONE", "why", "Seams open")
	o.does("counts", stock+"/recall", "item", masks, "batch", "M-LATE", "why", "Seams open")
	o.readsAs("counts", batch, "Recalled: Seams open", "-Recall a batch")
	o.refuses(http.StatusConflict, stock+"/give", []string{"There are only 0 that may be used."}, "facility", facility, "item", masks, "units", "1", "to", "Ward 3")

	if csv := o.get("", public+"/totals.csv").body; !strings.Contains(csv, ",mask-iir,piece,0,0,505,0,5") {
		t.Errorf("the totals do not agree: %s", csv)
	}
	for _, path := range []string{stock, stock + "/lot", batch} {
		if r := o.get("buyer", path); r.status == http.StatusOK {
			t.Errorf("somebody reads %s", path)
		}
	}
}
