package cartridge

import (
	"encoding/xml"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"

	"agora/course"
)

type qtiXML struct {
	XMLName xml.Name `xml:"questestinterop"`
	Space   string   `xml:"xmlns,attr"`
	Test    testXML  `xml:"assessment"`
}

type testXML struct {
	ID      string     `xml:"ident,attr"`
	Title   string     `xml:"title,attr"`
	Fields  []fieldXML `xml:"qtimetadata>qtimetadatafield"`
	Section struct {
		ID    string        `xml:"ident,attr"`
		Items []questionXML `xml:"item"`
	} `xml:"section"`
}

type fieldXML struct {
	Label string `xml:"fieldlabel"`
	Entry string `xml:"fieldentry"`
}

type questionXML struct {
	ID       string         `xml:"ident,attr"`
	Fields   []fieldXML     `xml:"itemmetadata>qtimetadata>qtimetadatafield"`
	Ask      materialXML    `xml:"presentation>material"`
	Choose   *chooseXML     `xml:"presentation>response_lid"`
	Write    *wordXML       `xml:"presentation>response_str"`
	Score    scoreXML       `xml:"resprocessing>outcomes>decvar"`
	Cases    []conditionXML `xml:"resprocessing>respcondition"`
	Feedback *feedbackXML   `xml:"itemfeedback"`
}

type materialXML struct {
	Text mattextXML `xml:"mattext"`
}

type mattextXML struct {
	Type string `xml:"texttype,attr"`
	Text string `xml:",chardata"`
}

type chooseXML struct {
	ID          string     `xml:"ident,attr"`
	Cardinality string     `xml:"rcardinality,attr"`
	Labels      []labelXML `xml:"render_choice>response_label"`
}

type labelXML struct {
	ID   string      `xml:"ident,attr"`
	Text materialXML `xml:"material"`
}

type wordXML struct {
	ID          string   `xml:"ident,attr"`
	Cardinality string   `xml:"rcardinality,attr"`
	Render      struct{} `xml:"render_fib"`
}

type scoreXML struct {
	Most  int    `xml:"maxvalue,attr"`
	Least int    `xml:"minvalue,attr"`
	Name  string `xml:"varname,attr"`
	Type  string `xml:"vartype,attr"`
}

type conditionXML struct {
	Continue string      `xml:"continue,attr"`
	Var      varXML      `xml:"conditionvar"`
	Set      *setXML     `xml:"setvar"`
	Show     *displayXML `xml:"displayfeedback"`
}

type varXML struct {
	Other *struct{}  `xml:"other"`
	Equal []equalXML `xml:"varequal"`
	And   *andXML    `xml:"and"`
}

type andXML struct {
	Equal []equalXML `xml:"varequal"`
	Not   []notXML   `xml:"not"`
}

type notXML struct {
	Equal equalXML `xml:"varequal"`
}

type equalXML struct {
	Response string `xml:"respident,attr"`
	Case     string `xml:"case,attr,omitempty"`
	Value    string `xml:",chardata"`
}

type setXML struct {
	Action string `xml:"action,attr"`
	Name   string `xml:"varname,attr"`
	Value  int    `xml:",chardata"`
}

type displayXML struct {
	Type string `xml:"feedbacktype,attr"`
	Ref  string `xml:"linkrefid,attr"`
}

type feedbackXML struct {
	ID   string      `xml:"ident,attr"`
	Text materialXML `xml:"flow_mat>material"`
}

const (
	response = "response"
	general  = "general_fb"
)

// quiz writes a test and gives its row in the tree; ok is false when no question of it can be written.
func (w *writer) quiz(l course.Lesson, title string) (item itemXML, ok bool) {
	file := "quizzes/" + l.ID + ".xml"
	x := qtiXML{Space: "http://www.imsglobal.org/xsd/ims_qtiasiv1p2", Test: testXML{ID: "quiz-" + l.ID, Title: title,
		Fields: []fieldXML{{"cc_profile", "cc.exam.v0p1"}, {"qmd_assessmenttype", "Examination"}, {"cc_maxattempts", "unlimited"}}}}
	x.Test.Section.ID = "section"
	for _, q := range l.Quiz.Questions {
		if item, ok := w.question(q, file); ok {
			x.Test.Section.Items = append(x.Test.Section.Items, item)
		}
	}
	if n := len(x.Test.Section.Items); n == 0 {
		return itemXML{}, false
	} else if l.Quiz.Pass != passMark(n) || l.Quiz.Draw != 0 {
		w.left(file, "pass, draw", fmt.Sprintf("%d right of %d drawn; a cartridge does not say it", l.Quiz.Pass, l.Quiz.Draw))
	}
	w.files[file] = document(x)
	w.list = append(w.list, resourceXML{ID: "r-quiz-" + l.ID, Type: assessmentType, Href: file, Files: []fileXML{{file}}})
	return itemXML{ID: "quiz-" + l.ID, Ref: "r-quiz-" + l.ID, Title: title}, true
}

// question writes one question, with what is right as the format wants it.
func (w *writer) question(q course.Question, file string) (questionXML, bool) {
	x := questionXML{ID: q.ID, Ask: material(w.say(q.Ask)), Score: scoreXML{100, 0, "SCORE", "Decimal"}}
	if why := w.say(q.Why); why != "" {
		x.Feedback = &feedbackXML{general, material(why)}
		x.Cases = []conditionXML{{Continue: "Yes", Var: varXML{Other: &struct{}{}}, Show: &displayXML{"Response", general}}}
	}
	profile := ""
	switch q.Kind {
	case course.Single:
		profile = "cc.multiple_choice.v0p1"
		w.choices(&x, q, "Single")
	case course.Multiple:
		profile = "cc.multiple_response.v0p1"
		w.choices(&x, q, "Multiple")
	case course.Short:
		profile = "cc.fib.v0p1"
		x.words(q.Accept)
	case course.Numeric:
		profile = "cc.fib.v0p1"
		if unit := w.say(q.Unit); unit != "" {
			x.Ask = material(w.say(q.Ask) + "\n" + unit)
		}
		x.words(map[string][]string{"": {q.Answer}})
		w.changed(file, q.ID, "a number and how far an answer may be from it; only the number itself is right there")
	default:
		w.left(file, q.ID, "a question of kind "+string(q.Kind))
		return x, false
	}
	x.Fields = []fieldXML{{"cc_profile", profile}}
	return x, true
}

// material is text as HTML, for there its lines stay lines.
func material(s string) materialXML {
	return materialXML{mattextXML{"text/html", "<p>" + strings.ReplaceAll(html.EscapeString(s), "\n", "<br>") + "</p>"}}
}

func (w *writer) choices(x *questionXML, q course.Question, cardinality string) {
	x.Choose = &chooseXML{ID: response, Cardinality: cardinality}
	all := &andXML{}
	for i, c := range q.Choices {
		id := fmt.Sprintf("choice-%d", i+1)
		x.Choose.Labels = append(x.Choose.Labels, labelXML{id, material(w.say(c.Text))})
		if e := (equalXML{Response: response, Value: id}); c.Right {
			all.Equal = append(all.Equal, e)
		} else {
			all.Not = append(all.Not, notXML{e})
		}
	}
	if q.Kind == course.Single {
		x.right(varXML{Equal: all.Equal})
		return
	}
	x.right(varXML{And: all})
}

// words writes each word that is right as a condition of its own.
func (x *questionXML) words(accept map[string][]string) {
	x.Write = &wordXML{ID: response, Cardinality: "Single"}
	for _, list := range sorted(accept) {
		for _, word := range list {
			x.right(varXML{Equal: []equalXML{{response, "No", word}}})
		}
	}
}

func (x *questionXML) right(v varXML) {
	x.Cases = append(x.Cases, conditionXML{Continue: "No", Var: v, Set: &setXML{"Set", "SCORE", 100}})
}

// sorted gives lists in the order of their languages.
func sorted(lists map[string][]string) (out [][]string) {
	for _, lang := range slices.Sorted(maps.Keys(lists)) {
		out = append(out, lists[lang])
	}
	return out
}
