package customs

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"agora/country"
	"agora/money"
)

// labels are of the parcels of samples, and of one that stays in its country.
func labels() map[string]Label {
	list := map[string]Label{}
	for name, s := range samples() {
		list[name] = Label{Ref: s.Ref, Number: s.Number, Carrier: s.Carrier, Service: []string{"Small packet", "Мелкий пакет"}, Sender: s.Sender, Addressee: s.Addressee,
			Gross: s.Gross, Languages: s.Languages}
	}
	home := list["pk"]
	home.Addressee = Party{Address: country.Address{Country: "KG", Name: "Нурлан Осмонов", Phone: "+996555123456", Street: "Манас проспекти 40, кв. 7", Landmark: "ЦУМдун жанында", City: "Бишкек", Postcode: "720001"}}
	home.Cash, home.Point, home.Piece, home.Of = money.Of(4490_50, "KGS"), []string{"Бишкек Парк", "Киев көчөсү 148", "10–21"}, 2, 3
	home.Leave, home.Languages = "кароолчуга", []string{"ky"}
	list["kg"] = home
	return list
}

func TestALabelHasWhatCarriersAsk(t *testing.T) {
	list := labels()
	for name, want := range map[string][]string{
		"pk": {"54000", "Punjab", "PAKISTAN", "صائمہ رفیق", "مکان نمبر 14-B، گلی 3", "پاکستان", "Ayzada Toktogulova", "722000 Kochkor", "RR473362372KG", "0.910", "1/1", "Мелкий пакет"},
		"in": {"110001", "Delhi", "INDIA", "आनन्द शर्मा", "२३, गांधी मार्ग, प्रथम तल", "भारत"},
		"kh": {"CAMBODIA", "សុខ ដារ៉ា", "ភ្នំពេញ", "កម្ពុជា"},
		"cn": {"CHINA", "王小明", "解放路 88 号"},
		"kg": {"Нурлан Осмонов", "720001 Бишкек", "COD 4490.50 KGS", "Бишкек Парк", "кароолчуга", "2/3", "Айзада Токтогулова"},
	} {
		raw, _ := json.Marshal(list[name].Sheet())
		for _, s := range want {
			if !strings.Contains(string(raw), `"`+s+`"`) {
				t.Errorf("%s lacks %q: %s", name, s, raw)
			}
		}
		if name == "kg" && strings.Contains(string(raw), "Nurlan") {
			t.Error("a parcel that stays at home is written in foreign letters")
		}
	}
}

func TestALabelAsDataIsTheGoldenOne(t *testing.T) {
	for name, l := range labels() {
		got, err := json.MarshalIndent(l.Sheet(), "", " ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "label-"+name+".json", append(got, '\n'))
	}
}

// TestLabelsAreReadBackFromTheirPages draws labels of all scripts, and longer
// ones than a page would hold at the usual size.
func TestLabelsAreReadBackFromTheirPages(t *testing.T) {
	reader, render, scan := tool(t, "pdftotext", "poppler-utils"), tool(t, "pdftoppm", "poppler-utils"), tool(t, "zbarimg", "zbar-tools")
	for name, l := range labels() {
		long := l
		long.Addressee.Address.Street = strings.Repeat(l.Addressee.Address.Street+" ", 6)
		long.Leave = strings.Repeat("by the green door behind the old mosque ", 5)
		long.Number = "EXPRESS-2026-0000000000000000000000000Z"
		sizes := map[string]Label{"": l}
		if name == "kh" || name == "pk" {
			sizes[" long"] = long
		}
		for size, l := range sizes {
			pdf := drawn(t, l.Sheet())
			if !bytes.Equal(pdf, drawn(t, l.Sheet())) {
				t.Errorf("%s%s: written twice it differs", name, size)
			}
			if !bytes.Contains(pdf, []byte("/MediaBox[0 0 298 420]")) || bytes.Count(pdf, []byte("/Type/Page/")) != 1 {
				t.Errorf("%s%s: not one page of A6", name, size)
			}
			path := kept(t, pdf)
			got := squeezed(run(t, reader, "-raw", path, "-")) + squeezed(run(t, reader, "-layout", path, "-"))
			for _, want := range []string{"AG-7KQ2X9M/1", "0.910", "Addressee"} {
				if !strings.Contains(got, want) {
					t.Errorf("%s%s lacks %q: %s", name, size, want, got)
				}
			}
			if strings.Contains(got, "…") {
				t.Errorf("%s%s: a text is cut: %s", name, size, got)
			}
			run(t, render, "-r", "203", "-gray", "-png", "-singlefile", path, strings.TrimSuffix(path, ".pdf"))
			if code := strings.TrimSpace(run(t, scan, "--quiet", "-S*.disable", "-Scode128.enable", strings.TrimSuffix(path, ".pdf")+".png")); code != "CODE-128:"+l.Number {
				t.Errorf("%s%s: %s is read as %q", name, size, l.Number, code)
			}
		}
	}
}

func TestTheScriptsOfALabelCanBeCopiedFromIt(t *testing.T) {
	reader := tool(t, "pdftotext", "poppler-utils")
	for name, want := range map[string]string{"kg": "НурланОсмонов", "in": "आनन्द", "kh": "ដារ", "pk": "54000"} {
		got := squeezed(run(t, reader, "-raw", kept(t, drawn(t, labels()[name].Sheet())), "-"))
		if !strings.Contains(got, want) {
			t.Errorf("%s: %q is not in the text: %s", name, want, got)
		}
	}
	arabic := regexp.MustCompile(`\p{Arabic}{3,}`)
	if got := run(t, reader, kept(t, drawn(t, labels()["pk"].Sheet())), "-"); len(arabic.FindAllString(got, -1)) < 5 {
		t.Errorf("the Urdu lines are lost: %s", got)
	}
}

func TestSeveralLabelsAreOneFileEachOnItsPage(t *testing.T) {
	list := labels()
	pdf := drawn(t, list["pk"].Sheet(), list["kh"].Sheet(), samples()["pk"].Sheet(CN23), list["kg"].Sheet())
	if a6, a4 := bytes.Count(pdf, []byte("/MediaBox[0 0 298 420]")), bytes.Count(pdf, []byte("/MediaBox[0 0 595 842]")); a6 != 3 || a4 != 1 {
		t.Errorf("%d pages of A6, %d of A4", a6, a4)
	}
	if path, err := exec.LookPath("qpdf"); err == nil {
		if out, err := exec.CommandContext(t.Context(), path, "--check", kept(t, pdf)).CombinedOutput(); err != nil {
			t.Errorf("qpdf: %s", out)
		}
	}
	if dir := os.Getenv("AGORA_KEEP_LABELS"); dir != "" {
		if err := os.WriteFile(dir+"/labels.pdf", pdf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
