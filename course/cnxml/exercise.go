package cnxml

import (
	"fmt"
	"strings"

	"agora/course"
	"agora/prose"
)

// asked is an exercise whose right choice the book gives.
type asked struct {
	id, ask string
	choices []string
	right   int
}

// exercises is a list of questions to think about. Those whose solution is the letter
// of a choice are asked after the lesson instead.
func (w *writer) exercises(list []*node) string {
	var items []string
	for _, e := range list {
		if e.name != "exercise" {
			continue
		}
		w.drew(e)
		w.questions++
		if w.answered(e) {
			continue
		}
		sign := fmt.Sprintf("%d. ", w.questions)
		items = append(items, prose.Indented(sign, prose.Join(w.heading(e), w.blocks(e))))
	}
	return strings.Join(items, "\n\n")
}

// answered takes an exercise into the quiz when it can be marked.
func (w *writer) answered(e *node) bool {
	problem, solution := e.child("problem"), e.child("solution")
	if problem == nil || solution == nil {
		return false
	}
	var choices *node
	ask := &node{}
	for _, k := range problem.kids {
		if k.name == "list" && choices == nil && k.attr["number-style"] == "upper-alpha" {
			choices = k
		} else {
			ask.kids = append(ask.kids, k)
		}
	}
	letter := strings.TrimRight(solution.plain(), ".)")
	if choices == nil || len(letter) != 1 {
		return false
	}
	q := asked{id: fmt.Sprintf("q%d", len(w.quiz)+1), ask: ask.plain(), right: int(letter[0]) - 'A'}
	for _, k := range choices.kids {
		if k.name == "item" {
			q.choices = append(q.choices, k.plain())
		}
	}
	if q.ask == "" || q.right < 0 || q.right >= len(q.choices) || len(q.choices) < 2 || slicesRepeat(q.choices) || has(e, "footnote") {
		return false
	}
	for _, n := range []*node{problem, solution} {
		w.drew(n)
		n.seenBelow(w)
	}
	w.quiz = append(w.quiz, q)
	return true
}

func has(n *node, name string) (found bool) {
	n.all(func(k *node) { found = found || k.name == name })
	return found
}

func slicesRepeat(list []string) bool {
	seen := map[string]bool{}
	for _, s := range list {
		if s == "" || seen[s] {
			return true
		}
		seen[s] = true
	}
	return false
}

// quizOf is what is asked after a lesson. The book does not say how many right answers
// pass; seven of ten do.
func (w *writer) quizOf(language string) course.Quiz {
	quiz := course.Quiz{Pass: int64(7*len(w.quiz)+9) / 10}
	for _, q := range w.quiz {
		question := course.Question{ID: q.id, Kind: course.Single, Ask: course.Text{language: q.ask}}
		for i, c := range q.choices {
			question.Choices = append(question.Choices, course.Choice{Text: course.Text{language: c}, Right: i == q.right})
		}
		quiz.Questions = append(quiz.Questions, question)
	}
	if len(w.quiz) > 0 {
		w.left("exercise@solution", "the book does not say how many right answers pass; seven of ten do")
	}
	return quiz
}
