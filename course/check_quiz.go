package course

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

func (k *checker) quiz(l *Lesson) {
	q, file := &l.Quiz, quizFile(l.ID)
	n := len(q.Questions)
	k.questions += n
	if n > MaxQuestions {
		k.bad.add(file, "questions", TooMany, fmt.Sprintf("%d; %s", n, most(MaxQuestions)))
		return
	}
	if n == 0 {
		if q.Pass != 0 || q.Draw != 0 {
			k.bad.add(file, "questions", Required, "")
		}
		return
	}
	asked := int64(n)
	if q.Draw < 0 || q.Draw > asked {
		k.bad.add(file, "draw", OutOfRange, fmt.Sprintf("0 to %d", n))
	} else if q.Draw > 0 {
		asked = q.Draw
	}
	if q.Pass < 1 || q.Pass > asked {
		k.bad.add(file, "pass", OutOfRange, fmt.Sprintf("1 to %d", asked))
	}
	seen := map[string]bool{}
	for i := range q.Questions {
		one := &q.Questions[i]
		at := fmt.Sprintf("questions[%d]", i)
		if seen[one.ID] {
			k.bad.add(file, at+".id", Twice, Shorten(one.ID))
		}
		seen[one.ID] = true
		k.question(file, at, one)
	}
}

func (k *checker) question(file, at string, q *Question) {
	k.id(file, at+".id", q.ID)
	k.text(file, at+".ask", q.Ask, maxParagraph, true)
	k.text(file, at+".why", q.Why, maxParagraph, false)
	if q.Kind != Numeric && (q.Answer != "" || q.Tolerance != "" || len(q.Unit) > 0) {
		k.bad.add(file, at+".kind", BadKind, "only numeric has an answer, a tolerance and a unit")
	}
	if q.Kind != Short && len(q.Accept) > 0 {
		k.bad.add(file, at+".kind", BadKind, "only text accepts words")
	}
	switch q.Kind {
	case Single, Multiple, Order:
		k.choices(file, at, q)
		return
	case Numeric:
		k.numeric(file, at, q)
	case Short:
		k.accept(file, at, q)
	default:
		k.bad.add(file, at+".kind", BadKind, Shorten(string(q.Kind)))
	}
	if len(q.Choices) > 0 {
		k.bad.add(file, at+".choices", BadKind, string(q.Kind)+" has no choices")
	}
}

func (k *checker) choices(file, at string, q *Question) {
	n, right := len(q.Choices), 0
	if n < 2 || n > MaxChoices {
		k.bad.add(file, at+".choices", OutOfRange, fmt.Sprintf("2 to %d", MaxChoices))
	}
	seen := map[string]bool{}
	for i, c := range q.Choices {
		where := fmt.Sprintf("%s.choices[%d]", at, i)
		k.text(file, where+".text", c.Text, maxParagraph, true)
		if s := c.Text[k.first()]; seen[s] {
			k.bad.add(file, where+".text", Twice, Shorten(s))
		} else {
			seen[s] = true
		}
		if c.Right {
			right++
		}
		if c.Place != 0 {
			k.bad.add(file, where, OutOfRange, "the row of choices is the right one")
		}
	}
	wrong := ""
	switch {
	case q.Kind == Single && right != 1:
		wrong = fmt.Sprintf("%d; single has one", right)
	case q.Kind == Multiple && right == 0:
		wrong = "0; multiple has one at least"
	case q.Kind == Order && right != 0:
		wrong = "in order none is right or wrong by itself"
	}
	if wrong != "" {
		k.bad.add(file, at+".choices", RightChoices, wrong)
	}
}

func (k *checker) numeric(file, at string, q *Question) {
	if !goodDecimal.MatchString(q.Answer) {
		k.bad.add(file, at+".answer", BadDecimal, Shorten(q.Answer))
	}
	if q.Tolerance != "" && (!goodDecimal.MatchString(q.Tolerance) || strings.HasPrefix(q.Tolerance, "-")) {
		k.bad.add(file, at+".tolerance", BadDecimal, Shorten(q.Tolerance))
	}
	k.text(file, at+".unit", q.Unit, maxWords, false)
}

func (k *checker) accept(file, at string, q *Question) {
	if len(q.Accept[k.first()]) == 0 {
		k.bad.add(file, at+".accept."+k.first(), Required, "")
	}
	for _, lang := range slices.Sorted(maps.Keys(q.Accept)) {
		where := at + ".accept." + Shorten(lang)
		switch n := len(q.Accept[lang]); {
		case !slices.Contains(k.c.Languages, lang):
			k.bad.add(file, where, OtherLanguage, Shorten(lang))
		case n == 0:
			k.bad.add(file, where, Required, "")
		case n > maxAccepted:
			k.bad.add(file, where, TooMany, most(maxAccepted))
		}
		for _, s := range q.Accept[lang] {
			if why, detail := checkText(s, maxWords); why != "" {
				k.bad.add(file, where, why, detail)
			} else if foldWords(s) == "" {
				k.bad.add(file, where, Required, Shorten(s))
			}
		}
	}
}
