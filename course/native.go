package course

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

func itoa(n int) string { return strconv.Itoa(n) }

// words in a file of YAML. What could be read as something else, or has spaces that a
// block would lose, is written between quotes.
type phrase string

// MarshalYAML writes the phrase.
func (p phrase) MarshalYAML() (any, error) {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: string(p)}
	if strings.ContainsFunc(string(p), odd) || strings.TrimSpace(string(p)) != string(p) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n, nil
}

func odd(r rune) bool { return r < ' ' || r == 0x85 || r == 0x2028 || r == 0x2029 || r > 0xffff }

// phrases are a Text in a file.
type phrases map[string]phrase

func phrased(t Text) phrases {
	if len(t) == 0 {
		return nil
	}
	p := make(phrases, len(t))
	for lang, s := range t {
		p[lang] = phrase(s)
	}
	return p
}

func (p phrases) text() Text {
	if len(p) == 0 {
		return nil
	}
	t := make(Text, len(p))
	for lang, s := range p {
		t[lang] = string(s)
	}
	return t
}

// The shapes of the files of the native format.
type (
	courseYAML struct {
		ID        string       `yaml:"id"`
		Version   int64        `yaml:"version"`
		Licence   phrase       `yaml:"licence,omitempty"`
		Author    phrase       `yaml:"author"`
		Source    phrase       `yaml:"source,omitempty"`
		Languages []string     `yaml:"languages,flow"`
		Title     phrases      `yaml:"title"`
		About     phrases      `yaml:"about,omitempty"`
		Requires  []string     `yaml:"requires,omitempty,flow"`
		Open      bool         `yaml:"open_answers,omitempty"`
		Modules   []moduleYAML `yaml:"modules"`
	}
	moduleYAML struct {
		ID      string   `yaml:"id"`
		Title   phrases  `yaml:"title"`
		Lessons []string `yaml:"lessons,flow"`
	}
	frontYAML struct {
		Title   phrase `yaml:"title"`
		Minutes int64  `yaml:"minutes,omitempty"`
	}
	quizYAML struct {
		Pass      int64          `yaml:"pass"`
		Draw      int64          `yaml:"draw,omitempty"`
		Questions []questionYAML `yaml:"questions"`
	}
	questionYAML struct {
		ID        string              `yaml:"id"`
		Kind      Kind                `yaml:"kind"`
		Ask       phrases             `yaml:"ask"`
		Choices   []choiceYAML        `yaml:"choices,omitempty"`
		Answer    phrase              `yaml:"answer,omitempty"`
		Tolerance phrase              `yaml:"tolerance,omitempty"`
		Unit      phrases             `yaml:"unit,omitempty"`
		Accept    map[string][]phrase `yaml:"accept,omitempty"`
		Why       phrases             `yaml:"why,omitempty"`
	}
	choiceYAML struct {
		Text  phrases `yaml:"text"`
		Right bool    `yaml:"right,omitempty"`
	}
	taskYAML struct {
		Lesson string  `yaml:"lesson"`
		Check  string  `yaml:"check"`
		Need   int64   `yaml:"need"`
		Say    phrases `yaml:"say"`
	}
	workYAML struct {
		Lesson string          `yaml:"lesson"`
		Say    phrases         `yaml:"say"`
		Rubric []criterionYAML `yaml:"rubric,omitempty"`
		Peers  int64           `yaml:"peers,omitempty"`
	}
	criterionYAML struct {
		ID     string  `yaml:"id"`
		Points int64   `yaml:"points"`
		Say    phrases `yaml:"say"`
	}
)

func quizOf(y quizYAML) Quiz {
	q := Quiz{Pass: y.Pass, Draw: y.Draw}
	for _, one := range y.Questions {
		x := Question{ID: one.ID, Kind: one.Kind, Ask: one.Ask.text(), Answer: string(one.Answer),
			Tolerance: string(one.Tolerance), Unit: one.Unit.text(), Why: one.Why.text()}
		for _, c := range one.Choices {
			x.Choices = append(x.Choices, Choice{Text: c.Text.text(), Right: c.Right})
		}
		for lang, list := range one.Accept {
			if x.Accept == nil {
				x.Accept = map[string][]string{}
			}
			for _, s := range list {
				x.Accept[lang] = append(x.Accept[lang], string(s))
			}
		}
		q.Questions = append(q.Questions, x)
	}
	return q
}

func quizFrom(q Quiz) quizYAML {
	y := quizYAML{Pass: q.Pass, Draw: q.Draw}
	for _, one := range q.Questions {
		x := questionYAML{ID: one.ID, Kind: one.Kind, Ask: phrased(one.Ask), Answer: phrase(one.Answer),
			Tolerance: phrase(one.Tolerance), Unit: phrased(one.Unit), Why: phrased(one.Why)}
		for _, c := range one.Choices {
			x.Choices = append(x.Choices, choiceYAML{Text: phrased(c.Text), Right: c.Right})
		}
		for lang, list := range one.Accept {
			if x.Accept == nil {
				x.Accept = map[string][]phrase{}
			}
			for _, s := range list {
				x.Accept[lang] = append(x.Accept[lang], phrase(s))
			}
		}
		y.Questions = append(y.Questions, x)
	}
	return y
}

func workOf(y workYAML) Work {
	w := Work{Say: y.Say.text(), Peers: y.Peers}
	for _, r := range y.Rubric {
		w.Rubric = append(w.Rubric, Criterion{ID: r.ID, Points: r.Points, Say: r.Say.text()})
	}
	return w
}

func workFrom(lesson string, w Work) workYAML {
	y := workYAML{Lesson: lesson, Say: phrased(w.Say), Peers: w.Peers}
	for _, r := range w.Rubric {
		y.Rubric = append(y.Rubric, criterionYAML{ID: r.ID, Points: r.Points, Say: phrased(r.Say)})
	}
	return y
}
