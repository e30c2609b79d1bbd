package search

import (
	"slices"
	"testing"
)

func TestLatinFormOfEachScript(t *testing.T) {
	for _, c := range []struct{ text, exact, latin string }{
		{"Ковёр", "ковер", "kover"},
		{"бельё", "белье", "belio"},
		{"щётка", "щетка", "shetka"},
		{"воўна", "воўна", "vovna"},
		{"қымыз", "қымыз", "kimiz"},
		{"жүзік", "жүзік", "juzik"},
		{"қўй", "қўй", "koi"},
		{"пиёла", "пиела", "piola"},
		{"ҷӯроб", "ҷуроб", "jurob"},
		{"өрүк", "өрүк", "oruk"},
		{"قالین", "قالین", "kalin"},
		{"كتاب", "کتاب", "ktab"},
		{"آئینہ", "اینه", "aina"},
		{"چھری", "چهری", "chri"},
		{"ښکلی", "ښکلی", "hkli"},
		{"हिन्दी", "हिंदी", "hindi"},
		{"कमल", "कमल", "kamal"},
		{"नमकीन", "नमकीन", "namkin"},
		{"फ़र्श", "फर्श", "farsh"},
		{"চা", "চা", "cha"},
		{"ਚਾਹ", "ਚਾਹ", "chah"},
		{"Գորգ", "գորգ", "gorg"},
		{"ոսկու", "ոսկու", "vosku"},
		{"ჩაი", "ჩაი", "chai"},
		{"කුරුඳු", "කුරුඳු", "kurundu"},
		{"Çay", "cay", "chai"},
		{"Işık", "isik", "ishik"},
		{"xalça", "xalca", "halcha"},
		{"Oʻzbek", "ozbek", "ozbek"},
		{"tchaï", "tchai", "chai"},
		{"Zhuzik", "zhuzik", "juzik"},
		{"phool", "phool", "ful"},
		{"٢٥٠", "250", "250"},
		{"२५०", "250", "250"},
		{"１２ｋｇ", "12kg", "12kg"},
	} {
		w := forms(t, c.text)
		if w.Exact != c.exact || w.Latin != c.latin {
			t.Errorf("%s: %q %q, want %q %q", c.text, w.Exact, w.Latin, c.exact, c.latin)
		}
	}
}

func TestSoundsMeetAcrossScripts(t *testing.T) {
	for _, same := range [][]string{
		{"چای", "чой", "чай", "шай", "çay", "чай", "चाय", "цай", "chai", "չայ"},
		{"قالین", "қолин", "kalin", "qaleen"},
		{"چوڑی", "चूड़ी", "choori", "chudi"}, {"कपड़ा", "کپڑا", "kapda", "kapra"}, {"ज़री", "जरी", "zari", "jari"},
		{"gümüş", "gumus", "gumush", "күмүш"},
		{"keçe", "kece", "keche"},
		{"کھادی", "खादी", "khadi"},
		{"шахмат", "shaxmat", "şahmat", "shakhmat"},
		{"тюбетейка", "tubeteyka", "tyubeteika"},
		{"قهوة", "قهوه", "qahva", "kahve", "қаҳва"}, {"मक्खन", "makkhan"},
		{"самовар", "سماور", "samovar", "semaver"},
		{"پستہ", "писта", "फिस्ता", "pista"},
	} {
		first := forms(t, same[0]).Sounds
		for _, s := range same[1:] {
			got := forms(t, s).Sounds
			if !slices.ContainsFunc(got, func(k string) bool { return slices.Contains(first, k) }) {
				t.Errorf("%s sounds %q, %s %q", same[0], first, s, got)
			}
		}
	}
}

func TestStemsOfPluralsMeet(t *testing.T) {
	for _, same := range [][]string{
		{"carpet", "carpets"}, {"watch", "watches"}, {"box", "boxes"},
		{"чашка", "чашки", "чашкой"}, {"платок", "платока"}, {"войлочный", "войлочная", "войлочные"},
		{"кілем", "кілемдер", "кілемнің"}, {"тапочка", "тапочкалар"}, {"китеп", "китеби", "китептер"},
		{"pichoq", "pichogʻi", "pichoqlar"}, {"halı", "halılar"}, {"kitap", "kitabı", "kitaplar"},
		{"شال", "شالیں"}, {"فرش", "فرش‌های"}, {"साड़ी", "साड़ियाँ"}, {"ականջօղ", "ականջօղեր"},
	} {
		want := forms(t, same[0])
		for _, s := range same[1:] {
			if got := forms(t, s); got.Stem != want.Stem && got.Stem != want.Latin {
				t.Errorf("%s has the stem %q, %s %q", same[0], want.Stem, s, got.Stem)
			}
		}
	}
}

func TestRunsWithoutSpacesGiveTheirParts(t *testing.T) {
	for text, want := range map[string][]string{
		"綠茶500克": {"绿", "绿茶", "茶", "500", "克"},
		"ក្រមា":  {"ក្រ", "ក្រមា", "មា"},
		"茶 чай":  {"茶", "чай"},
	} {
		var got []string
		for _, w := range Words(text) {
			got = append(got, w.Exact)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s gives %q, want %q", text, got, want)
		}
	}
}

func TestDistanceWeighsWhatEarsConfuse(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"chai", "chai", 0}, {"chai", "choi", 0.2}, {"kover", "kver", 0.2}, {"bazar", "basar", 0.5}, {"kilim", "klim", 0.2},
		{"atlas", "altas", 1}, {"gilam", "gilab", 1}, {"shal", "chal", 0.5}, {"", "sut", 2.2},
	} {
		if got := Distance(c.a, c.b); got < c.want-0.001 || got > c.want+0.001 {
			t.Errorf("%s and %s are %g apart, want %g", c.a, c.b, got, c.want)
		}
		if Distance(c.a, c.b) != Distance(c.b, c.a) {
			t.Errorf("%s and %s are not as far apart as the reverse", c.a, c.b)
		}
	}
}
