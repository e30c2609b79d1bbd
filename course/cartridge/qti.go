package cartridge

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"agora/course"
)

// quiz gives the lesson before a test its questions, or makes a lesson that has them.
func (r *reader) quiz(m *course.Module, l *leaf) {
	e := r.xml(l.r.href)
	if e == nil {
		return
	}
	q := course.Quiz{}
	ids := map[string]bool{}
	n := 0
	e.all("item", func(i *element) {
		n++
		if n > course.MaxQuestions {
			return
		}
		question, why := r.question(i, l.r.href)
		if why != "" {
			r.note(l.r.href, fmt.Sprintf("question %d", n), course.NotShown, why)
			return
		}
		question.ID = identifier(i.attr("ident"), "q", ids)
		q.Questions = append(q.Questions, question)
	})
	if n > course.MaxQuestions {
		r.note(l.r.href, "", course.TooMany, fmt.Sprintf("%d questions; the first %d are read", n, course.MaxQuestions))
	}
	if len(q.Questions) == 0 {
		r.note(l.r.href, "", course.LeftOut, "has no question that can be asked here")
		return
	}
	q.Pass = passMark(len(q.Questions))
	last := len(m.Lessons) - 1
	if last >= 0 && len(m.Lessons[last].Quiz.Questions) == 0 {
		m.Lessons[last].Quiz = q
		return
	}
	r.lesson(m, l, "").Quiz = q
}

// passMark is how many right answers pass a test of a format that does not say it.
func passMark(n int) int64 { return int64(7*n+9) / 10 }

// question reads an item; why says what it is that can't be asked here.
func (r *reader) question(i *element, file string) (q course.Question, why string) {
	presentation := i.child("presentation")
	ask := r.material(presentation, file)
	q = course.Question{Ask: course.Text{r.lang: ask}}
	if ask == "" {
		return q, "has no words"
	}
	lids, strs := 0, 0
	presentation.all("response_lid", func(*element) { lids++ })
	presentation.all("response_str", func(*element) { strs++ })
	switch {
	case lids == 1 && strs == 0:
		why = r.choices(&q, i, file)
	case strs == 1 && lids == 0:
		why = r.written(&q, i)
	default:
		why = "has another kind of answer than choices or a word: " + profile(i)
	}
	if text := r.feedback(i, &q, file); text != "" {
		q.Why = course.Text{r.lang: text}
	}
	return q, why
}

// profile is the kind of a question by its own metadata.
func profile(i *element) (kind string) {
	i.child("itemmetadata").all("qtimetadatafield", func(f *element) {
		if f.child("fieldlabel").text() == "cc_profile" {
			kind = f.child("fieldentry").text()
		}
	})
	return kind
}

// material is the text of what is shown, but for what is in the answers.
func (r *reader) material(e *element, file string) string {
	var parts []string
	for k := range e.Kids {
		switch kid := &e.Kids[k]; kid.XMLName.Local {
		case "material":
			kid.each("mattext", func(t *element) { parts = append(parts, r.plain(t, file)) })
			if kid.has("matimage") || kid.has("mataudio") || kid.has("matvideo") {
				r.note(file, "material", course.NotShown, "a picture, sound or film in a question")
			}
		case "flow", "flow_mat":
			parts = append(parts, r.material(kid, file))
		}
	}
	return strings.TrimSpace(strings.Join(parts, "\n"))
}

// scored is a condition under which points are given.
type scored struct {
	points  float64
	answers []string // any of them, or all of them where a choice is of several
}

// conditions are those that give points, the best first.
func conditions(i *element) []scored {
	var list []scored
	i.child("resprocessing").each("respcondition", func(c *element) {
		s := scored{}
		c.each("setvar", func(v *element) {
			if n, err := strconv.ParseFloat(v.text(), 64); err == nil && v.attr("varname") != "que_score" && v.attr("action") != "Subtract" {
				s.points = n
			}
		})
		if s.points > 0 {
			s.answers = equal(c.child("conditionvar"))
			list = append(list, s)
		}
	})
	slices.SortStableFunc(list, func(a, b scored) int { return int(b.points - a.points) })
	return list
}

// equal are the values that must be given, not those that must not.
func equal(e *element) []string {
	var list []string
	for k := range e.Kids {
		switch kid := &e.Kids[k]; kid.XMLName.Local {
		case "varequal":
			list = append(list, kid.text())
		case "and", "or":
			list = append(list, equal(kid)...)
		}
	}
	return list
}

func (r *reader) choices(q *course.Question, i *element, file string) (why string) {
	var lid *element
	i.child("presentation").all("response_lid", func(e *element) { lid = e })
	right := map[string]bool{}
	list := conditions(i)
	switch lid.attr("rcardinality") {
	case "Single", "":
		q.Kind = course.Single
		for _, c := range list {
			if c.points == list[0].points && len(c.answers) == 1 {
				right[c.answers[0]] = true
			}
		}
	case "Multiple":
		q.Kind = course.Multiple
		for _, c := range list {
			for _, a := range c.answers {
				right[a] = true
			}
		}
	default:
		return "puts choices in a row, by rules that are not read"
	}
	rights := 0
	lid.all("response_label", func(label *element) {
		c := course.Choice{Text: course.Text{r.lang: r.material(label, file)}, Right: right[label.attr("ident")]}
		if c.Right {
			rights++
		}
		q.Choices = append(q.Choices, c)
	})
	return badChoices(q, rights)
}

func badChoices(q *course.Question, rights int) string {
	seen := map[string]bool{}
	for _, c := range q.Choices {
		for _, s := range c.Text {
			if s == "" || seen[s] {
				return "has choices without words, or twice the same"
			}
			seen[s] = true
		}
	}
	switch {
	case len(q.Choices) < 2 || len(q.Choices) > course.MaxChoices:
		return fmt.Sprintf("has %d choices", len(q.Choices))
	case rights == 0:
		return "does not say which choice is right"
	case q.Kind == course.Single && rights > 1:
		return "takes any one of several right choices"
	}
	return ""
}

// written is a question that is answered with a word.
func (r *reader) written(q *course.Question, i *element) (why string) {
	q.Kind = course.Short
	var accept []string
	for _, c := range conditions(i) {
		for _, a := range c.answers {
			if a != "" && !slices.Contains(accept, a) {
				accept = append(accept, a)
			}
		}
	}
	switch {
	case i.child("resprocessing").has("varsubstring"):
		return "is answered by a pattern"
	case len(accept) == 0:
		return "is answered in words that a person must read"
	}
	q.Accept = map[string][]string{r.lang: accept}
	return ""
}

// feedback is what is said after an answer: of one choice behind the choice.
func (r *reader) feedback(i *element, q *course.Question, file string) string {
	names := r.choiceNames(i, file)
	about := map[string]string{} // the choice after which a feedback comes
	i.child("resprocessing").each("respcondition", func(c *element) {
		answers := equal(c.child("conditionvar"))
		c.each("displayfeedback", func(d *element) {
			if len(answers) == 1 && !c.has("setvar") {
				about[d.attr("linkrefid")] = names[answers[0]]
			}
		})
	})
	var parts []string
	i.each("itemfeedback", func(f *element) {
		text := r.material(f, file)
		if about[f.attr("ident")] != "" && text != "" {
			text = about[f.attr("ident")] + ": " + text
		}
		if text != "" && !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	})
	return strings.Join(parts, "\n")
}

func (r *reader) choiceNames(i *element, file string) map[string]string {
	names := map[string]string{}
	i.child("presentation").all("response_label", func(l *element) { names[l.attr("ident")] = r.material(l, file) })
	return names
}
