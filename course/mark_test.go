package course

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	q := Question{Kind: Numeric, Answer: "2824.80", Unit: Text{"en": "som", "ru": "сомов", "ur": "سوم"}}
	for _, s := range []string{"2824.80", "2824.8", "2824,8", "2,824.80", "2 824,80", "2\u202f824,80", "2\u00a0824,80", "2'824.80", "2’824,80", "2.824,80", "+2824.8", " 2824.8 ", "02824.800",
		"2824.8 som", "2824.80SOM", "som 2824.8", "2824,8 сомов", "۲۸۲۴٫۸۰", "٢٬٨٢٤٫٨٠", "٢٨٢٤٫٨", "२८२४.८", "2,824.80 سوم", "سوم ۲۸۲۴٫۸", "\u200f2824.8\u200f", "２８２４.８", "၂၈၂၄.၈"} {
		if !Mark(q, Answer{Written: s}) {
			t.Errorf("%q is right", s)
		}
	}
	for _, s := range []string{"", "som", "2824", "2825", "-2824.8", "28248", "2824.81", "2824.8 rupees", "2824.8 som som", "2 8 2 4.8", "2824.8.0", "28,24.80", "2,82,4.80", "2824.8e0", "0x2824", "2824.8-", "--2824.8", "2824 .8", "½", "²", "2824.8\x00", strings.Repeat("0", 600) + "2824.8", ".", ",", "-", "'"} {
		if Mark(q, Answer{Written: s}) {
			t.Errorf("%q is wrong", s)
		}
	}
	for _, c := range []struct {
		answer, tolerance, written string
		right                      bool
	}{
		{"1450", "", "1,450", true}, {"1450", "", "1.450", true}, {"1.45", "", "1,450", true}, {"1450", "", "1450,00", true}, {"1450", "", "1.450,0", true}, {"1450", "", "14,50", false},
		{"1234567", "", "12,34,567", true}, {"1234567", "", "1.234.567", true}, {"1234567", "", "1,234.567", false}, {"-5", "", "−5", true}, {"-5", "", "- 5", true}, {"-5", "", "5", false},
		{"10", "0.5", "10.5", true}, {"10", "0.5", "9.5", true}, {"10", "0.5", "10.500000000001", false}, {"0.1", "0.2", "0.3", true}, {"0", "", "-0", true}, {".5", "", "0.5", false}, {"0.5", "", ".5", true}, {"5", "", "5,", true},
		{"999999999999999999.999999999999", "", "999999999999999999.999999999999", true}, {"999999999999999999.999999999999", "", "999999999999999999.999999999998", false},
	} {
		if got := Mark(Question{Kind: Numeric, Answer: c.answer, Tolerance: c.tolerance}, Answer{Written: c.written}); got != c.right {
			t.Errorf("%q for %s within %q: %v", c.written, c.answer, c.tolerance, got)
		}
	}
	if !Mark(Question{Kind: Numeric, Answer: "38", Unit: Text{"en": "%"}}, Answer{Written: "٣٨٪"}) {
		t.Error("percent of Arabic")
	}
}

// TestNumbersOfEveryScript writes random numbers in the digits and separators of many
// countries: within the tolerance they are right, one step beyond it they are wrong.
func TestNumbersOfEveryScript(t *testing.T) {
	zeros := []rune{'0', '٠', '۰', '०', '০', '៰' - 16, '๐', '၀', '０'}
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Int64Range(-999_999_999, 999_999_999).Draw(t, "whole")
		part := rapid.Int64Range(0, 9999).Draw(t, "part") // of ten thousand
		tolerance := rapid.Int64Range(0, 20_000).Draw(t, "tolerance")
		off := rapid.Int64Range(-40_000, 40_000).Draw(t, "off")
		tenthousandths := func(n int64) string { return new(big.Rat).SetFrac64(n, 10_000).FloatString(4) }
		right := whole*10_000 + part
		q := Question{Kind: Numeric, Answer: tenthousandths(right), Tolerance: tenthousandths(tolerance), Unit: Text{"en": "kg"}}
		s := tenthousandths(right + off)
		digits, point, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
		marks := rapid.SampledFrom([][2]string{{",", "."}, {".", ","}, {" ", ","}, {"\u202f", "."}, {"'", "."}, {"", "."}, {"", ","}, {"٬", "٫"}}).Draw(t, "marks")
		written := grouped(digits, marks[0]) + marks[1] + point
		if strings.HasPrefix(s, "-") {
			written = rapid.SampledFrom([]string{"-", "−", "- "}).Draw(t, "minus") + written
		}
		zero := rapid.SampledFrom(zeros).Draw(t, "zero")
		written = strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return zero + r - '0'
			}
			return r
		}, written) + rapid.SampledFrom([]string{"", " ", " kg", "KG"}).Draw(t, "unit")
		want := max(off, -off) <= tolerance
		if got := Mark(q, Answer{Written: written}); got != want {
			t.Fatalf("%q for %s within %s: %v", written, q.Answer, q.Tolerance, got)
		}
	})
}

// grouped parts digits into groups of three.
func grouped(digits, by string) string {
	var out []string
	for len(digits) > 3 {
		out = append([]string{digits[len(digits)-3:]}, out...)
		digits = digits[:len(digits)-3]
	}
	return strings.Join(append([]string{digits}, out...), by)
}

func TestWordsAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct{ accept, written string }{
		{"Felt", " fELT "}, {"мёд", "Мед"}, {"мед", "МЁД"}, {"Straße", "STRASSE"}, {"two words", "Two\u00a0\n words."}, {"کراچی", "كراچي"}, {"كتاب", "کتاب"}, {"مدرسه", "مدرسہ"}, {"أحمد", "احمد"}, {"کِتاب", "کتاب"}, {"می‌رود", "میرود"},
		{"Istanbul", "İSTANBUL"}, {"ılık", "ILIK"}, {"oʻzbek", "o'zbek"}, {"HS-6302", "hs–6302"}, {"ﬁne", "fine"}, {"café", "cafe\u0301"}, {"felt", "«Felt»"}, {"1912", "۱۹۱۲"}, {"?", "?"},
	} {
		q := Question{Kind: Short, Accept: map[string][]string{"en": {"other"}, "ru": {c.accept}}}
		if !Mark(q, Answer{Written: c.written}) {
			t.Errorf("%q is %q", c.written, c.accept)
		}
	}
	q := Question{Kind: Short, Accept: map[string][]string{"en": {"felt"}}}
	for _, s := range []string{"", " ", ".", "felts", "fel", "f e l t", "felt wool", strings.Repeat(" ", 600) + "felt"} {
		if Mark(q, Answer{Written: s}) {
			t.Errorf("%q is wrong", s)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-zа-яё]{2,8}( [a-zа-я]{2,8})?`).Draw(t, "word")
		written := strings.ReplaceAll(strings.ReplaceAll(strings.ToUpper(word), "Ё", "Е"), " ", rapid.SampledFrom([]string{" ", "  ", "\t"}).Draw(t, "space"))
		q := Question{Kind: Short, Accept: map[string][]string{"ky": {word}}}
		if !Mark(q, Answer{Written: written}) || Mark(q, Answer{Written: written + "x"}) {
			t.Fatalf("%q for %q", written, word)
		}
	})
}

// TestOnlyTheRightPicksAreRight tries every pick of drawn questions.
func TestOnlyTheRightPicksAreRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := Question{ID: "q", Kind: rapid.SampledFrom([]Kind{Single, Multiple, Order}).Draw(t, "kind")}
		n := rapid.IntRange(2, 5).Draw(t, "n")
		for i := range n {
			right := q.Kind != Order && (i == 0 || q.Kind == Multiple && rapid.Bool().Draw(t, "right"))
			q.Choices = append(q.Choices, Choice{Text: Text{"en": fmt.Sprint(i)}, Right: right})
		}
		before := fmt.Sprint(q)
		shown := (&Quiz{Questions: []Question{q}}).Drawn(rapid.Uint64().Draw(t, "seed"))[0]
		if fmt.Sprint(q) != before {
			t.Fatal("drawing changed the quiz")
		}
		list := rapid.SliceOfN(rapid.Int64Range(-1, int64(n)), 0, n+1).Draw(t, "picks")
		if rapid.Bool().Draw(t, "aim") {
			list = aim(shown)
		}
		if got, want := Mark(shown, Answer{Picked: list}), isRight(shown, list); got != want {
			t.Fatalf("%v of %v: %v", list, shown, got)
		}
	})
}

// aim gives the right picks of a question as it was shown.
func aim(q Question) (list []int64) {
	if q.Kind == Order {
		for place := range q.Choices {
			list = append(list, int64(slices.IndexFunc(q.Choices, func(c Choice) bool { return c.Text["en"] == fmt.Sprint(place) })))
		}
		return list
	}
	for i, c := range q.Choices {
		if c.Right {
			list = append(list, int64(i))
		}
	}
	return list
}

// isRight marks by another way: what is picked in words.
func isRight(q Question, list []int64) bool {
	var said []string
	for _, p := range list {
		if p < 0 || p >= int64(len(q.Choices)) {
			return false
		}
		said = append(said, q.Choices[p].Text["en"])
	}
	var right []string
	for _, p := range aim(q) {
		right = append(right, q.Choices[p].Text["en"])
	}
	if q.Kind != Order {
		slices.Sort(said)
		slices.Sort(right)
	}
	if q.Kind == Multiple {
		said = slices.Compact(said)
	}
	return slices.Equal(said, right)
}

func TestDrawnIsTheSameForASeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		quiz := Quiz{}
		for _, id := range ids(t, 1, 8, "ids") {
			quiz.Questions = append(quiz.Questions, question(t, id, []string{"en"}))
		}
		quiz.Draw = rapid.Int64Range(0, int64(len(quiz.Questions))).Draw(t, "draw")
		seed := rapid.Uint64().Draw(t, "seed")
		drawn := quiz.Drawn(seed)
		if d := cmp.Diff(drawn, quiz.Drawn(seed)); d != "" {
			t.Fatal(d)
		}
		if quiz.Draw > 0 && len(drawn) != int(quiz.Draw) || quiz.Draw == 0 && len(drawn) != len(quiz.Questions) {
			t.Fatalf("%d of %d drawn", len(drawn), quiz.Draw)
		}
		last := -1
		for _, q := range drawn {
			at := slices.IndexFunc(quiz.Questions, func(o Question) bool { return o.ID == q.ID })
			if at <= last || len(quiz.Questions[at].Choices) != len(q.Choices) {
				t.Fatalf("%s is not from the pool, or out of its order", q.ID)
			}
			last = at
			if q.Kind == Order && slices.IsSortedFunc(q.Choices, func(a, b Choice) int { return int(a.Place - b.Place) }) {
				t.Fatal("an order is shown in the right row")
			}
		}
	})
}

// TestSeedsStayWhatTheyAre keeps answers that wait on a telephone right after an update.
func TestSeedsStayWhatTheyAre(t *testing.T) {
	quiz := Quiz{Draw: 3}
	for i := range 6 {
		q := Question{ID: fmt.Sprint(i), Kind: Order}
		for c := range 5 {
			q.Choices = append(q.Choices, Choice{Text: Text{"en": fmt.Sprint(c)}})
		}
		quiz.Questions = append(quiz.Questions, q)
	}
	said := ""
	for _, q := range quiz.Drawn(20261128) {
		said += q.ID + ":"
		for _, c := range q.Choices {
			said += c.Text["en"]
		}
		said += " "
	}
	if want := "0:04132 3:40312 4:20314 "; said != want {
		t.Errorf("drawn %q, want %q", said, want)
	}
}

func TestEveryQuestionIsDrawnAndEveryPlaceTaken(t *testing.T) {
	quiz := Quiz{Draw: 1}
	for i := range 4 {
		quiz.Questions = append(quiz.Questions, Question{ID: fmt.Sprint(i), Kind: Single, Choices: []Choice{{Right: true}, {}, {}, {}}})
	}
	questions, places := map[string]int{}, map[int]int{}
	const tries = 8000
	for seed := range uint64(tries) {
		q := quiz.Drawn(seed)[0]
		questions[q.ID]++
		places[slices.IndexFunc(q.Choices, func(c Choice) bool { return c.Right })]++
	}
	for i := range 4 {
		for _, n := range []int{questions[fmt.Sprint(i)], places[i]} {
			if n < tries/4*9/10 || n > tries/4*11/10 {
				t.Errorf("drawn unevenly: %v, %v", questions, places)
			}
		}
	}
}

func FuzzMark(f *testing.F) {
	f.Add("2,824.80 som", "2824.80")
	f.Add("٢٬٨٢٤٫٨٠", "1")
	f.Fuzz(func(t *testing.T, written, answer string) {
		Mark(Question{Kind: Numeric, Answer: answer, Tolerance: answer, Unit: Text{"en": answer}}, Answer{Written: written})
		q := Question{Kind: Short, Accept: map[string][]string{"en": {written}}}
		if foldWords(written) != "" && len([]rune(written)) <= maxRead && !Mark(q, Answer{Written: written}) {
			t.Fatalf("%q is not itself", written)
		}
	})
}

func TestAChoiceCountsOnce(t *testing.T) {
	row := Question{Kind: Order, Choices: make([]Choice, 3)}
	one := Question{Kind: Single, Choices: []Choice{{Right: true}, {}}}
	for _, c := range []struct {
		q     Question
		picks []int64
		right bool
	}{{row, []int64{0, 1, 2}, true}, {row, []int64{0, 0, 0}, false}, {row, []int64{0, 1, 1}, false}, {row, []int64{0, 2, 1}, false}, {row, []int64{0, 1}, false},
		{one, []int64{0}, true}, {one, []int64{0, 0}, false}, {one, []int64{0, 1}, false}, {one, nil, false}, {Question{}, []int64{0}, false}} {
		if got := Mark(c.q, Answer{Picked: c.picks}); got != c.right {
			t.Errorf("%s %v: %v", c.q.Kind, c.picks, got)
		}
	}
}
