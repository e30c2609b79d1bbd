package relief_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agora/blob"
	"agora/fault"
	"agora/identity"
	. "agora/relief"
)

// issues makes a pass for a consignment, and gives who comes by its link.
func (a *aid) issues(c Consignment, role PassRole, holder Holder) (Pass, identity.Actor) {
	a.Helper()
	p, err := a.Issue(a.Context(), expects, Pass{Crisis: a.crisis.ID, Consignment: c.ID, Role: role, Holder: holder}, 7)
	a.must(err)
	return p, identity.Actor{Link: fmt.Sprintf("%s:%d", PassPurpose, p.ID)}
}

// code is what the desk reads of a pass now.
func (a *aid) code(c Consignment, p Pass) (code string, tries int64) {
	a.Helper()
	list, err := a.Passes(a.Context(), expects, a.crisis.ID, c.ID)
	a.must(err)
	for _, one := range list {
		if one.ID == p.ID {
			return one.Code, one.Tries
		}
	}
	a.Fatal("the pass is gone")
	return "", 0
}

// TestFourWithoutAnAccount carries a consignment from hand to hand by passes alone: each
// does her own part and no other, and what she does is written down with her name.
func TestFourWithoutAnAccount(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		c, other := a.consigns("number,item,units\n1,mask-iir,10\n2,mask-iir,10\n3,mask-iir,10\n"), a.consigns("number,item,units\n1,mask-iir,10\n")
		_, sender := a.issues(c, PassSender, Holder{Name: "Li Na", Organisation: "A  Foundation of Kashgar"})
		dp, driver := a.issues(c, PassDriver, Holder{Name: "R. Saidov", Organisation: "Silk Road Cargo"})
		_, helper := a.issues(c, PassReceiver, Holder{Name: "Anora", Organisation: "Airport store"})
		_, receiver := a.issues(c, PassReceiver, Holder{Name: "Zarina", Organisation: "Airport store", Closes: true})
		_, ward := a.issues(c, PassWard, Holder{Name: "Dr. Karimova", Organisation: "Kulob hospital"})
		everybody := map[string]identity.Actor{"sender": sender, "driver": driver, "helper": helper, "receiver": receiver, "ward": ward, "a guest": identity.Guest(),
			"a buyer": {Person: 9}, "no such pass": {Link: PassPurpose + ":77"}, "another link": {Link: "seat:" + strings.TrimPrefix(driver.Link, PassPurpose+":")}}
		only := func(what string, may map[string]bool, do func(by identity.Actor) error) {
			t.Helper()
			for name, by := range everybody {
				err := do(by)
				if denied := fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound); denied == may[name] {
					t.Errorf("%s, by %s: %v", what, name, err)
				}
			}
		}
		over := func(by identity.Actor, numbers ...int64) error {
			code, _ := a.code(c, dp)
			_, err := a.HandOver(a.Context(), by, a.crisis.ID, c.ID, Signature{Custodian: "Somebody", Person: "else", Place: "Karasu", Sign: ByCode, Proof: code, Numbers: numbers})
			return err
		}
		only("hand over", map[string]bool{"driver": true}, func(by identity.Actor) error { return over(by, 1, 2) })
		if err := over(expects); !fault.HasKey(err, "fault.relief_code_own") {
			t.Errorf("who coordinates reads a code to herself: %v", err)
		}
		only("scan", map[string]bool{"helper": true, "receiver": true}, func(by identity.Actor) error {
			_, err := a.Sync(a.Context(), by, a.crisis.ID, c.ID, "phone", scans(1, 2))
			return err
		})
		only("scan another", nil, func(by identity.Actor) error {
			_, err := a.Sync(a.Context(), by, a.crisis.ID, other.ID, "phone", scans(1, 1))
			return err
		})
		only("close the count", map[string]bool{"receiver": true}, func(by identity.Actor) error {
			_, err := a.CloseCount(a.Context(), by, a.crisis.ID, c.ID)
			return err
		})
		only("receive", map[string]bool{"ward": true}, func(by identity.Actor) error { return a.Receive(a.Context(), by, a.crisis.ID, c.ID, "") })
		only("give up", nil, func(by identity.Actor) error {
			return a.GiveUp(a.Context(), by, a.crisis.ID, c.ID, []int64{3}, "stolen")
		})
		j, err := a.Journey(a.Context(), a.crisis.ID, c.ID)
		a.must(err)
		if len(j.HandOvers) != 1 || j.State != Received || len(j.Gap.Packages) != 1 || !strings.HasSuffix(j.Gap.ClosedBy, " Zarina, Airport store") {
			t.Fatalf("%+v", j)
		}
		if h := j.HandOvers[0]; h.Custodian != "Silk Road Cargo" || h.Person != "R. Saidov" || h.By != "link:"+driver.Link+" R. Saidov, Silk Road Cargo" {
			t.Errorf("%+v", h)
		}
		mine := receiver
		mine.Person = expects.Person
		if _, err := a.Sync(a.Context(), mine, a.crisis.ID, c.ID, "phone", scans(3, 3)); !fault.HasKey(err, "fault.relief_own_count") {
			t.Errorf("who expects it scans by a link: %v", err)
		}
		*clock = now.AddDate(0, 0, 8)
		if _, err := a.Sync(a.Context(), receiver, a.crisis.ID, c.ID, "phone", scans(3, 3)); !fault.HasKey(err, "fault.relief_pass_over") {
			t.Errorf("a pass that is over: %v", err)
		}
	})
}

// TestWhoSendsGetsNoPassToCount refuses passes that put both roles in one hand, or that
// are no passes.
func TestWhoSendsGetsNoPassToCount(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		c := a.consigns("number,item,units\n1,mask-iir,10\n")
		issue := func(by identity.Actor, role PassRole, org string, days int64, h Holder) error {
			h.Organisation = org
			_, err := a.Issue(a.Context(), by, Pass{Crisis: a.crisis.ID, Consignment: c.ID, Role: role, Holder: h}, days)
			return err
		}
		h := Holder{Name: "Li Na"}
		a.must(issue(expects, PassSender, "Open Door", 1, h))
		for what, err := range map[string]error{
			"organisation": issue(expects, PassReceiver, "a  FOUNDATION", 7, h), "organisation again": issue(expects, PassReceiver, "open door", 7, h),
			"role": issue(expects, "boss", "x", 7, h), "name": issue(expects, PassDriver, "x", 7, Holder{}), "days": issue(expects, PassDriver, "x", 0, h),
			"days again": issue(expects, PassDriver, "x", MaxPassDays+1, h), "email": issue(expects, PassDriver, "x", 7, Holder{Name: "x", Email: "no address"}),
		} {
			field, _, _ := strings.Cut(what, " ")
			if list := fault.List(err); len(list) != 1 || list[0].Field != field {
				t.Errorf("%s: %v", what, err)
			}
		}
		a.must(issue(expects, PassReceiver, "Airport store", 7, h))
		if err := issue(expects, PassSender, "airport store", 7, h); !fault.HasKey(err, "fault.relief_sends") {
			t.Errorf("who counts sends: %v", err)
		}
		if err := issue(identity.Actor{Person: 5}, PassDriver, "x", 7, h); !fault.Is(err, fault.Forbidden) {
			t.Errorf("anybody makes passes: %v", err)
		}
	})
}

// TestACodeIsTriedFiveTimes keeps each wrong code though the hand-over is refused, and
// takes a right one once.
func TestACodeIsTriedFiveTimes(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		c := a.consigns("number,item,units\n1,mask-iir,10\n")
		p, driver := a.issues(c, PassDriver, Holder{Name: "R. Saidov", Organisation: "Silk Road Cargo"})
		try := func(code string) error {
			_, err := a.HandOver(a.Context(), driver, a.crisis.ID, c.ID, Signature{Place: "Karasu", Sign: ByCode, Proof: code})
			return err
		}
		right, _ := a.code(c, p)
		wrong := "000000"
		if right == wrong {
			wrong = "000001"
		}
		if err := try("12"); !fault.HasKey(err, "fault.relief_code_digits") {
			t.Errorf("half a code: %v", err)
		}
		for n := int64(1); n <= 5; n++ {
			if err := try(wrong); !fault.HasKey(err, "fault.relief_code_wrong") {
				t.Errorf("try %d: %v", n, err)
			}
			if _, tries := a.code(c, p); tries != n {
				t.Errorf("after %d tries it says %d", n, tries)
			}
		}
		if err := try(right); !fault.HasKey(err, "fault.relief_code_locked") {
			t.Errorf("after five tries: %v", err)
		}
		a.must(a.Recode(a.Context(), expects, a.crisis.ID, p.ID))
		again, _ := a.code(c, p)
		a.must(try(again))
		if err := try(again); !fault.HasKey(err, "fault.relief_code_wrong") {
			t.Errorf("a code twice: %v", err)
		}
		a.must(a.Revoke(a.Context(), expects, a.crisis.ID, p.ID))
		last, _ := a.code(c, p)
		if err := try(last); !fault.HasKey(err, "fault.relief_pass_over") {
			t.Errorf("a revoked pass: %v", err)
		}
		if j, err := a.Journey(a.Context(), a.crisis.ID, c.ID); err != nil || len(j.HandOvers) != 1 {
			t.Errorf("%v, %d hand-overs", err, len(j.HandOvers))
		}
	})
}

// TestPicturesOfAHandOver keeps a photo with its hand-over for half a year, and one of a
// hand-over that was refused not at all.
func TestPicturesOfAHandOver(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		folder := t.TempDir()
		files, err := blob.Open(folder)
		a.must(err)
		a.KeepFiles(files)
		kept := func() (n int) {
			_ = filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
				if err == nil && !d.IsDir() && strings.HasSuffix(path, ".drawn") {
					n++
				}
				return err
			})
			return n
		}
		var file bytes.Buffer
		a.must(png.Encode(&file, image.NewRGBA(image.Rect(0, 0, 300, 200))))
		photo := func() string {
			key, err := a.KeepPicture(a.Context(), PhotoProof, bytes.NewReader(file.Bytes()))
			a.must(err)
			return key
		}
		c := a.consigns("number,item,units\n1,mask-iir,10\n")
		over := func(key string, numbers ...int64) (Custody, error) {
			return a.HandOver(a.Context(), expects, a.crisis.ID, c.ID, Signature{Custodian: "Silk Road Cargo", Person: "R. Saidov", Place: "Karasu", Sign: ByPhoto, Proof: key, Numbers: numbers})
		}
		if _, err := over("a photo"); len(fault.List(err)) != 1 || fault.List(err)[0].Field != "photo" {
			t.Errorf("no photo: %v", err)
		}
		if _, err := over(photo(), 99); err == nil || kept() != 0 {
			t.Errorf("refused: %v, %d files stay", err, kept())
		}
		h, err := over(photo())
		a.must(err)
		if _, err := over(photo(), 99); err == nil || kept() != 1 {
			t.Errorf("the same photo refused: %v, %d files stay", err, kept())
		}
		kinds, err := a.Proofs(a.Context(), a.crisis.ID, c.ID)
		if err != nil || len(kinds[h.ID]) != 1 || kinds[h.ID][0] != PhotoProof {
			t.Errorf("%v %v", kinds, err)
		}
		*clock = now.Add(KeepProofs - time.Hour)
		if n, err := a.ForgetProofs(a.Context(), 10); n != 0 || err != nil || kept() != 1 {
			t.Errorf("too early: %d %v", n, err)
		}
		*clock = now.Add(KeepProofs + time.Hour)
		if n, err := a.ForgetProofs(a.Context(), 10); n != 1 || err != nil || kept() != 0 {
			t.Errorf("after half a year: %d %v, %d files", n, err, kept())
		}
		if kinds, _ := a.Proofs(a.Context(), a.crisis.ID, c.ID); len(kinds) != 0 {
			t.Errorf("%v", kinds)
		}
	})
}

// TestAThousandScansAreFewStatements counts what a full phone asks of the database.
func TestAThousandScansAreFewStatements(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		var b strings.Builder
		b.WriteString("number,item,units\n")
		for n := 1; n <= 1000; n++ {
			fmt.Fprintf(&b, "%d,mask-iir,10\n", n)
		}
		c := a.consigns(b.String())
		p, receiver := a.issues(c, PassReceiver, Holder{Name: "Zarina", Organisation: "Airport store"})
		asked := map[string]int{}
		a.d.Watch(func(q string) { asked[q]++ })
		out, err := a.Sync(a.Context(), receiver, a.crisis.ID, c.ID, "phone", scans(1, 1000))
		a.d.Watch(nil)
		a.must(err)
		all := 0
		for _, n := range asked {
			all += n
		}
		if out.Arrived != 1000 || all > 2*12 { // the tests run each transaction twice
			t.Errorf("%+v of pass %d by %d statements: %v", out, p.ID, all, asked)
		}
		list, err := a.Packages(a.Context(), a.crisis.ID, c.ID)
		a.must(err)
		for i, one := range list {
			if one.State != Arrived || one.Scan == 0 || i > 0 && one.Scan <= list[i-1].Scan {
				t.Fatalf("%+v", one)
			}
		}
		if again := a.syncs(c, "phone", scans(1, 1000)); again.Again != 1000 || again.Arrived != 0 {
			t.Errorf("%+v", again)
		}
		if got := a.syncs(c, "other", []Scan{{1, 7, now}, {2, 1001, now}, {2, 7, now}, {3, 1002, now}}); got.Again != 2 || len(got.Strange) != 2 {
			t.Errorf("%+v", got)
		}
	})
}
