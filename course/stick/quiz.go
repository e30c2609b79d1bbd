package stick

import (
	"cmp"
	"slices"
	"strings"

	"agora/course"
)

// question is a question as the page shows it. Answers are there only when the course is open.
type question struct {
	Ask     said
	How     string
	Choices []said
	Answers []said
}

// questions are all of a lesson's pool, with their choices mixed: as they are written,
// those of an order would tell what is right.
func (s *stick) questions(l *course.Lesson, v view) (list []question) {
	all := course.Quiz{Questions: l.Quiz.Questions}
	for _, q := range all.Drawn(seed(l.ID)) {
		one := question{Ask: s.say(q.Ask, v.Lang), How: how(q, v)}
		for _, c := range q.Choices {
			one.Choices = append(one.Choices, s.say(c.Text, v.Lang))
		}
		if len(q.Unit) > 0 {
			one.How = s.say(q.Unit, v.Lang).Words
		}
		if s.c.Open {
			one.Answers = s.answers(q, v)
		}
		list = append(list, one)
	}
	return list
}

func how(q course.Question, v view) string {
	switch q.Kind {
	case course.Multiple:
		return v.words.T("academy.multiple")
	case course.Order:
		return v.words.T("academy.order")
	}
	return ""
}

// answers say what is right, and why.
func (s *stick) answers(q course.Question, v view) (list []said) {
	switch q.Kind {
	case course.Numeric:
		list = append(list, said{v.Lang, v.Dir, v.words.Decimal(q.Answer)})
	case course.Short:
		list = append(list, s.accepted(q, v))
	case course.Order:
		row := slices.SortedFunc(slices.Values(q.Choices), func(a, b course.Choice) int { return cmp.Compare(a.Place, b.Place) })
		for _, c := range row {
			list = append(list, s.say(c.Text, v.Lang))
		}
	default:
		for _, c := range q.Choices {
			if c.Right {
				list = append(list, s.say(c.Text, v.Lang))
			}
		}
	}
	if len(q.Why) > 0 {
		list = append(list, s.say(q.Why, v.Lang))
	}
	return list
}

func (s *stick) accepted(q course.Question, v view) said {
	lang := v.Lang
	if len(q.Accept[lang]) == 0 {
		lang = s.c.Languages[0]
	}
	return said{lang, direction(lang), strings.Join(q.Accept[lang], " · ")}
}
