package e2e

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// What checkValid is made of must find what is wrong, or it finds nothing.
func TestTheCheckOfPagesFindsWhatIsWrong(t *testing.T) {
	for body, want := range map[string]string{
		`<p>a</p>`:                                                   "",
		`<p><div>a</div></p>`:                                        "parser finds",
		`<p>a<b>b</p></b>`:                                           "closes",
		`<table><tr><td>a</td></tr></table>`:                         "parser finds",
		`<div class="a" class="b"></div>`:                            "twice",
		`<ul><p>a</p></ul>`:                                          "<p> in <ul>",
		`<label for="x">a</label>`:                                   "names nothing",
		`<a href="/"><button>b</button></a>`:                         "<button> in <a>",
		`<form><input type="text" name="q"></form>`:                  "has no name",
		`<form><label>a <input type="text" name="q"></label></form>`: "",
		`<form><label for="q">a</label><input type="text" id="q" name="q"></form>`: "",
		`<a href="/"><svg></svg></a>`:              "has no name",
		`<a href="/"><img src="x" alt="Home"></a>`: "",
		`<h3>a</h3>`:                                   "follows level",
		`<p tabindex="2">a</p>`:                        "tabindex",
		`<form><button>a</button></form>`:              "has no type",
		`<form><input name="q" aria-label="a"></form>`: "has no type",
		`<form><input type="text" name="q" aria-label="a"><select name="q" aria-label="a"></select></form>`: "q twice",
		`<svg><use href="#i-none"/></svg>`:                                  "is not there",
		`<p><picture><source srcset="a"><img src="b" alt=""></picture></p>`: "",
	} {
		body = "<!DOCTYPE html><html><head><title>t</title></head><body><h1>h</h1>" + body + "</body></html>"
		root, err := html.Parse(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{"q": true}
		found := strings.Join(slices.Concat(nesting([]byte(body)), references(root, ids), controls(root), fields(root), structure(root)), "; ")
		if want == "" && found != "" || !strings.Contains(found, want) {
			t.Errorf("%s: %q, want %q", body, found, want)
		}
	}
}

// checkValid holds a page to the rules of HTML that matter to people: what a
// browser has to guess, it may guess otherwise tomorrow.
func (w *walk) checkValid(p page) {
	ids := map[string]bool{}
	for n := range p.root.Descendants() {
		if id, ok := attr(n, "id"); ok && n.Type == html.ElementNode {
			if ids[id] || id == "" || strings.ContainsAny(id, " \t\n") {
				w.Errorf("%s: id %q is there twice, or is none", p.path, id)
			}
			ids[id] = true
		}
	}
	path, _, _ := strings.Cut(p.path, "#")
	w.anchors[path] = ids
	for _, fault := range slices.Concat(nesting(p.body), references(p.root, ids), controls(p.root), fields(p.root), structure(p.root)) {
		w.Errorf("%s: %s", p.path, fault)
	}
}

// attribute is one of a tag, as our templates write them.
var attribute = regexp.MustCompile(`\s([^\s=>"/]+)(?:="[^"]*")?`)

// void elements have no end.
var void = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

// nesting reports tags that do not match, attributes that are there twice, and
// elements that the parser had to put elsewhere than they stand.
func nesting(body []byte) (faults []string) {
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return []string{err.Error()}
	}
	var stands, found []string
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			depth := 0
			for up := n.Parent; up.Type == html.ElementNode; up = up.Parent {
				depth++
			}
			found = append(found, fmt.Sprint(depth, " ", strings.ToLower(n.Data)))
		}
	}
	var open []string
	for z := html.NewTokenizer(bytes.NewReader(body)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		raw := string(z.Raw())
		t := z.Token()
		switch {
		case kind == html.StartTagToken || kind == html.SelfClosingTagToken:
			stands = append(stands, fmt.Sprint(len(open), " ", t.Data))
			if kind == html.StartTagToken && !slices.Contains(void, t.Data) {
				open = append(open, t.Data)
			}
			seen := map[string]bool{}
			for _, a := range attribute.FindAllStringSubmatch(raw, -1) { // the tokenizer drops the second
				if seen[a[1]] {
					faults = append(faults, fmt.Sprintf("<%s> has %s twice", t.Data, a[1]))
				}
				seen[a[1]] = true
			}
		case kind == html.EndTagToken && (len(open) == 0 || open[len(open)-1] != t.Data):
			return append(faults, fmt.Sprintf("</%s> closes %q", t.Data, open[max(0, len(open)-3):]))
		case kind == html.EndTagToken:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		faults = append(faults, fmt.Sprintf("%q stay open", open))
	}
	for i := range min(len(stands), len(found)) {
		if stands[i] != found[i] {
			return append(faults, fmt.Sprintf("the parser finds <%s> where <%s> stands, after %q", found[i], stands[i], stands[max(0, i-3):i]))
		}
	}
	return faults
}

// references reports attributes that name an element which is not there.
func references(root *html.Node, ids map[string]bool) (faults []string) {
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, name := range []string{"for", "form", "list", "aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "popovertarget"} {
			v, ok := attr(n, name)
			if !ok {
				continue
			}
			if v == "" {
				faults = append(faults, fmt.Sprintf("<%s %s> is empty", n.Data, name))
			}
			for id := range strings.FieldsSeq(v) {
				if !ids[id] {
					faults = append(faults, fmt.Sprintf("<%s %s=%q> names nothing", n.Data, name, id))
				}
			}
		}
		if href, ok := attr(n, "href"); ok && n.Data == "use" && strings.HasPrefix(href, "#") && !ids[href[1:]] {
			faults = append(faults, fmt.Sprintf("icon %s is not there", href))
		}
	}
	return faults
}

// controls reports what can be operated and has no name, and what stands in
// something else that can be operated.
func controls(root *html.Node) (faults []string) {
	labelled := map[string]bool{}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "label" {
			labelled[value(n, "for")] = strings.TrimSpace(text(n)) != ""
		}
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if !operable(n) {
			continue
		}
		in := ancestor(n, func(up *html.Node) bool { return operable(up) && up.Data != "label" || up.Data == "summary" })
		if in != nil {
			faults = append(faults, fmt.Sprintf("<%s> in <%s>", n.Data, in.Data))
		}
		if !speakable(n, labelled) {
			faults = append(faults, fmt.Sprintf("<%s name=%q href=%q> has no name", n.Data, value(n, "name"), value(n, "href")))
		}
	}
	return faults
}

func operable(n *html.Node) bool {
	switch n.Data {
	case "a":
		_, ok := attr(n, "href")
		return ok
	case "input":
		return value(n, "type") != "hidden"
	case "button", "select", "textarea":
		return true
	}
	return false
}

// fields reports controls that leave their type to the browser, and two of one
// form that send under one name, unless they are a set to choose from.
func fields(root *html.Node) (faults []string) {
	sent := map[[2]any]string{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || !slices.Contains([]string{"input", "button", "select", "textarea"}, n.Data) {
			continue
		}
		kind := value(n, "type")
		if kind == "" && (n.Data == "input" || n.Data == "button") {
			faults = append(faults, fmt.Sprintf("<%s name=%q> has no type", n.Data, value(n, "name")))
		}
		in := any(value(n, "form"))
		if in == "" {
			in = ancestor(n, func(up *html.Node) bool { return up.Data == "form" })
		}
		name := value(n, "name")
		if name == "" || strings.HasSuffix(name, "[]") {
			continue
		}
		before, twice := sent[[2]any{in, name}]
		if twice && (before != kind || !slices.Contains([]string{"radio", "checkbox", "submit"}, kind)) {
			faults = append(faults, fmt.Sprintf("a form sends %s twice", name))
		}
		sent[[2]any{in, name}] = kind
	}
	return faults
}

// speakable reports whether a screen reader can say what a control is.
func speakable(n *html.Node, labelled map[string]bool) bool {
	for _, name := range []string{"aria-label", "aria-labelledby", "title"} {
		if strings.TrimSpace(value(n, name)) != "" {
			return true
		}
	}
	if n.Data == "a" || n.Data == "button" {
		if strings.TrimSpace(text(n)) != "" {
			return true
		}
		for d := range n.Descendants() {
			if d.Type == html.ElementNode && d.Data == "img" && value(d, "alt") != "" {
				return true
			}
		}
		return false
	}
	if kind := value(n, "type"); kind == "submit" || kind == "button" {
		return value(n, "value") != ""
	}
	label := ancestor(n, func(up *html.Node) bool { return up.Data == "label" })
	return label != nil && strings.TrimSpace(text(label)) != "" || labelled[value(n, "id")] && value(n, "id") != ""
}

func ancestor(n *html.Node, is func(*html.Node) bool) *html.Node {
	for up := n.Parent; up != nil; up = up.Parent {
		if up.Type == html.ElementNode && is(up) {
			return up
		}
	}
	return nil
}

// inside says what may stand directly in a list and its kind.
var inside = map[string][]string{
	"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "select": {"option", "optgroup", "hr"}, "tr": {"th", "td"},
	"table": {"caption", "colgroup", "thead", "tbody", "tfoot"}, "thead": {"tr"}, "tbody": {"tr"}, "tfoot": {"tr"}, "picture": {"source", "img"},
}

// structure reports headings that leave out a level or are empty, lists with
// something else in them, and orders of focus by hand.
func structure(root *html.Node) (faults []string) {
	level := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			now := int(n.Data[1] - '0')
			if now > level+1 || strings.TrimSpace(text(n)) == "" {
				faults = append(faults, fmt.Sprintf("<%s> %q follows level %d", n.Data, text(n), level))
			}
			level = now
		}
		if i := value(n, "tabindex"); i != "" && i != "0" && i != "-1" {
			faults = append(faults, fmt.Sprintf("<%s tabindex=%q>", n.Data, i))
		}
		allowed := inside[n.Data]
		for child := range n.ChildNodes() {
			if allowed != nil && child.Type == html.ElementNode && !slices.Contains(allowed, child.Data) {
				faults = append(faults, fmt.Sprintf("<%s> in <%s>", child.Data, n.Data))
			}
		}
	}
	return faults
}
