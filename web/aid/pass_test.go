package aid

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// packed sends a list to the store, and gives the desk of the consignment.
func (o *office) packed(list string) (desk string) {
	o.Helper()
	board, facility := o.crisis()
	r := o.manifest("sends", board+"/consign", list, "number", "CN-697", "from", "A foundation", "place", "Kashgar", "facility", facility, "currency", "CNY")
	if r.status != http.StatusSeeOther {
		o.Fatalf("%d %s", r.status, alert(r.body))
	}
	return r.to
}

// link makes a pass at the desk, and gives its address without the host.
func (o *office) passLink(desk, role, name, organisation string, more ...string) string {
	o.Helper()
	to := o.does("sends", desk+"/passes", append([]string{"role", role, "name", name, "organisation", organisation, "days", "7", "lang", "en"}, more...)...)
	found := regexp.MustCompile(`(?s)` + regexp.QuoteMeta(name) + `.*?` + regexp.QuoteMeta(o.server.URL) + `(/pass/[^<]+)<`).FindStringSubmatch(o.get("sends", to).body)
	if found == nil {
		o.Fatalf("no link of %s", name)
	}
	return html.UnescapeString(found[1])
}

// onward gives the address of a part of the page of a pass.
func onward(link, page string) string { return strings.Replace(link, "?", page+"?", 1) }

// codeOf gives the code that the desk reads to a driver.
func (o *office) codeOf(desk string) string {
	o.Helper()
	found := regexp.MustCompile(`<bdi dir="ltr">(\d{6})</bdi>`).FindStringSubmatch(o.get("sends", desk+"/passes").body)
	if found == nil {
		o.Fatal("no code")
	}
	return found[1]
}

// photographed sends a form with a photo.
func (o *office) photographed(name, path string, pairs ...string) reply {
	o.Helper()
	var body, picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 64, 48))); err != nil {
		o.Fatal(err)
	}
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = w.WriteField(pairs[i], pairs[i+1])
	}
	part, err := w.CreateFormFile("photo", "a.png")
	if err == nil {
		_, err = part.Write(picture.Bytes())
	}
	if err != nil {
		o.Fatal(err)
	}
	_ = w.Close()
	return o.send(name, http.MethodPost, path, w.FormDataContentType(), &body)
}

// TestFourLinks carries a consignment by links alone: driver, receiver and ward have no
// account, each sees what she needs, and no picture is for others than the desk.
func TestFourLinks(t *testing.T) {
	o := newOffice(t)
	desk := o.packed("number,item,units\n1,mask-iir,10\n2,mask-iir,10\n3,mask-iir,10\n")
	page := "/relief" + strings.TrimPrefix(desk, "/aid")
	if r := o.post("sends", desk+"/passes", "role", "receiver", "name", "Kept", "organisation", "A foundation", "days", "400"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "f-days") || !strings.Contains(r.body, `value="Kept"`) {
		t.Errorf("a pass for too long: %d %s", r.status, alert(r.body))
	}
	driver := o.passLink(desk, "driver", "R. Saidov", "Silk Road Cargo")
	receiver := o.passLink(desk, "receiver", "Zarina", "Airport store", "closes", "1")
	ward, sender := o.passLink(desk, "ward", "Dr. Karimova", "Kulob hospital"), o.passLink(desk, "sender", "Li Na", "A foundation")

	r := o.get("", driver)
	for _, w := range []string{"noindex", "Silk Road Cargo", "0 of 3 packages arrived in Dushanbe.", `enctype="multipart/form-data"`} {
		if !strings.Contains(r.body, w) {
			t.Errorf("the driver's page lacks %q", w)
		}
	}
	if len(r.body) > 30<<10 || strings.Contains(r.body, "Close the count") || strings.Contains(r.body, "A foundation") {
		t.Errorf("the driver's page of %d bytes has more than she needs", len(r.body))
	}
	for name, path := range map[string]string{"without its key": strings.Split(driver, "?")[0], "another's key": strings.Split(driver, "?")[0] + "?" + strings.Split(ward, "?")[1]} {
		if r := o.get("", path); r.status == http.StatusOK {
			t.Errorf("%s it opens", name)
		}
	}
	over := onward(driver, "/over")
	if r := o.post("", over, "place", "Karasu yard", "proof", "12"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `value="Karasu yard"`) || !strings.Contains(r.body, "six digits") {
		t.Errorf("half a code: %d %s", r.status, alert(r.body))
	}
	if r := o.post("", over, "place", "Karasu yard", "proof", ""); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "full name, or send a photo") {
		t.Errorf("not signed: %d %s", r.status, alert(r.body))
	}
	if r := o.post("", onward(receiver, "/over"), "place", "x", "proof", "Zarina"); r.status != http.StatusForbidden {
		t.Errorf("the receiver takes over: %d", r.status)
	}
	code := o.codeOf(desk)
	arabic := strings.Map(func(c rune) rune { return c - '0' + '٠' }, code)
	o.does("", over, "place", "Karasu yard", "proof", arabic, "numbers", "1-2")
	if r := o.photographed("", over, "place", "Kulob gate", "numbers", "3"); r.status != http.StatusSeeOther {
		t.Fatalf("a photo: %d %s", r.status, alert(r.body))
	}
	o.shows(page, "Silk Road Cargo · Karasu yard", "Silk Road Cargo · Kulob gate", "-"+code)
	found := regexp.MustCompile(`href="(/aid/[^"]+/proof/[^"]+)"`).FindStringSubmatch(o.get("sends", desk).body)
	if found == nil {
		t.Fatal("the desk has no photo")
	}
	if r := o.get("sends", found[1]); r.status != http.StatusOK || len(r.body) < 20 {
		t.Errorf("the photo: %d, %d bytes", r.status, len(r.body))
	}
	for _, name := range []string{"", "buyer"} {
		if r := o.get(name, found[1]); r.status == http.StatusOK {
			t.Errorf("%q sees the photo", name)
		}
	}
	if r := o.get("", ward); !strings.Contains(r.body, "not counted yet") || strings.Contains(r.body, "/receive") {
		t.Error("the ward receives before the count")
	}
	o.does("", onward(receiver, "/scan"), "scans", "1, 2, 9")
	if r := o.get("", receiver); !strings.Contains(r.body, "2 of 3 packages") {
		t.Error("the receiver does not see what arrived")
	}
	o.does("", onward(receiver, "/count"))
	o.does("", onward(ward, "/receive"))
	o.shows(page, "2 of 3 packages", "The one, by name", "Last signed for by Silk Road Cargo, R. Saidov, Kulob gate", "-Zarina", "-Karimova")
	if r := o.get("", sender); !strings.Contains(r.body, "The one, by name") || strings.Contains(r.body, "<form class=\"stack\"") {
		t.Error("the sender does not see what is missing, or may do something")
	}
	revoked := regexp.MustCompile(`action="(/aid/[^"]+/passes/\d+)"`).FindAllStringSubmatch(o.get("sends", desk+"/passes").body, -1)
	for _, m := range revoked {
		o.does("sends", m[1], "revoke", "1")
	}
	for _, link := range []string{driver, receiver, ward, sender} {
		if r := o.get("", link); r.status != http.StatusNotFound || !strings.Contains(r.body, "works no longer") {
			t.Errorf("a revoked link: %d", r.status)
		}
	}
}

// TestAPhoneSyncs sends a queue as the scanning page does, whole, in part and again.
func TestAPhoneSyncs(t *testing.T) {
	o := newOffice(t)
	desk := o.packed("number,item,units\n1,mask-iir,10\n2,mask-iir,10\n3,mask-iir,10\n")
	receiver := o.passLink(desk, "receiver", "Zarina", "Airport store")
	sync := func(name, path, body string, want outcome, status int) {
		t.Helper()
		r := o.send(name, http.MethodPost, path, "application/json", strings.NewReader(body))
		var got outcome
		if err := json.Unmarshal([]byte(r.body), &got); err != nil || r.status != status || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %d %+v %v", body, r.status, got, err)
		}
	}
	const at = "1795000000000"
	path := onward(receiver, "/sync")
	sync("", path, `{"device":"a","scans":[[1,1,`+at+`],[2,9,`+at+`]]}`, outcome{Words: "1 of 3 packages arrived in Dushanbe.", Arrived: 1, Strange: []int64{9}}, 200)
	sync("", path, `{"device":"a","scans":[[1,1,`+at+`],[2,9,`+at+`],[3,2,`+at+`]]}`, outcome{Words: "2 of 3 packages arrived in Dushanbe.", Arrived: 1, Again: 2}, 200)
	sync("counts", desk+"/sync", `{"device":"b","scans":[[1,2,`+at+`]]}`, outcome{Words: "2 of 3 packages arrived in Dushanbe.", Again: 1}, 200)
	sync("sends", desk+"/sync", `{"device":"c","scans":[[1,3,`+at+`]]}`, outcome{Words: "Who sends a consignment does not count it: somebody else has to."}, 403)
	sync("", path, `{"device":"a","scans":[[0,1,0]]}`, outcome{Words: "A scan has a number and a time that is not in the future."}, 422)
	sync("", path, `{"device":`, outcome{Words: "The form did not arrive whole. Send it again."}, 422)

	for _, lang := range []string{"en", "ru", "ur"} {
		r := o.get("", onward(receiver, "/scan")+"&lang="+lang)
		if r.status != http.StatusOK || len(r.body) > 30<<10 || !strings.Contains(r.body, `data-seen="1-2"`) || !strings.Contains(r.body, `name="scans"`) {
			t.Errorf("the scanning page in %s: %d, %d bytes", lang, r.status, len(r.body))
		}
	}
	if r := o.get("sends", desk+"/scan"); strings.Contains(r.body, `id="scan"`) || !strings.Contains(r.body, "somebody else has to") {
		t.Error("who sends it may scan")
	}
}

// TestALabelIsTypedByAScanner sends labels by the form, as a scanner types them that is a
// keyboard; what is refused stays in the form to be mended.
func TestALabelIsTypedByAScanner(t *testing.T) {
	o := newOffice(t)
	desk := o.packed("number,item,units\n1,mask-iir,10\n2,mask-iir,10\n3,mask-iir,10\n")
	receiver := o.passLink(desk, "receiver", "Zarina", "Airport store")
	scan, label := onward(receiver, "/scan"), "https://agora.example/relief"+strings.TrimPrefix(desk, "/aid")+"?p="
	for _, bad := range []string{"1, two", "2\n" + strings.Replace(label, "/relief/", "/relief/9", 1) + "3"} {
		if r := o.post("", scan, "scans", bad); r.status != http.StatusUnprocessableEntity || !strings.Contains(alert(r.body), "f-scans") || !strings.Contains(r.body, html.EscapeString(bad)+"</textarea>") {
			t.Errorf("%q: %d %s", bad, r.status, alert(r.body))
		}
	}
	o.does("", scan, "scans", label+"1\n"+label+"3")
	if body := o.get("", scan).body; !strings.Contains(body, `data-seen="1-1,3-3"`) {
		t.Error("the labels do not count")
	}
}
