package certificate

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/piprate/json-gold/ld"
)

// errForeign is a document that says something in words that its vocabularies do not
// have, or so that a signature does not cover it.
var errForeign = errors.New("certificate: it says more than a signature covers")

// errAlike is a document whose parts are too much alike to be put in order.
var errAlike = errors.New("certificate: too many parts of it are alike")

// maxAlike is how many nameless parts may look alike: the time to order them grows
// with the factorial of their number.
const maxAlike = 6

// canonical writes a document as the statements it makes, in the one order that
// URDNA2015 gives them. Everything that the document says is among them; one that
// says more is errForeign.
func (s *shelf) canonical(doc map[string]any) (string, error) {
	o := ld.NewJsonLdOptions("")
	o.DocumentLoader, o.SafeMode = s, true
	o.Algorithm, o.Format = ld.AlgorithmURDNA2015, "application/n-quads"
	plain := o.Copy()
	plain.Format = ""
	graph, err := ld.NewJsonLdProcessor().ToRDF(doc, plain)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errForeign, err)
	}
	set, ok := graph.(*ld.RDFDataset)
	if !ok {
		return "", errForeign
	}
	said, sound := claims(doc)
	if n, whole := statements(set); !sound || !whole || n != len(said) {
		return "", errForeign
	}
	if alike(set) > maxAlike {
		return "", errAlike
	}
	text, err := ld.NewJsonLdApi().Normalize(set, o)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errForeign, err)
	}
	out, ok := text.(string)
	if !ok {
		return "", errForeign
	}
	return out, nil
}

// statements counts what a graph says; whole is false where a statement has no end.
func statements(set *ld.RDFDataset) (n int, whole bool) {
	for _, quads := range set.Graphs {
		n += len(quads)
		if slices.ContainsFunc(quads, func(q *ld.Quad) bool { return q.Subject == nil || q.Predicate == nil || q.Object == nil }) {
			return n, false
		}
	}
	return n, true
}

// alike counts the nameless parts that say the same of themselves as another does.
func alike(set *ld.RDFDataset) (n int) {
	says := map[string]map[string]bool{}
	note := func(node ld.Node, line string) {
		if !ld.IsBlankNode(node) {
			return
		}
		if says[node.GetValue()] == nil {
			says[node.GetValue()] = map[string]bool{}
		}
		says[node.GetValue()][line] = true
	}
	for _, quads := range set.Graphs {
		for _, q := range quads {
			note(q.Subject, "s "+q.Predicate.GetValue()+" "+term(q.Object))
			note(q.Object, "o "+q.Predicate.GetValue()+" "+term(q.Subject))
		}
	}
	same := map[string]int{}
	for _, lines := range says {
		same[strings.Join(slices.Sorted(maps.Keys(lines)), "\n")]++
	}
	for _, many := range same {
		if many > 1 {
			n += many
		}
	}
	return n
}

// term writes a node without the name that a nameless one was given.
func term(n ld.Node) string {
	if ld.IsBlankNode(n) {
		return "_:"
	}
	if l, ok := n.(ld.Literal); ok {
		return fmt.Sprintf("%q %s %s", l.Value, l.Datatype, l.Language)
	}
	return n.GetValue()
}

// claims lists what a document says, each thing once: of what, in which word, and what.
// It is sound where each claim can only be one statement: else a claim that the signature
// leaves out could make up for a statement that nobody is shown.
func claims(doc map[string]any) (map[string]bool, bool) {
	c := claimed{said: map[string]bool{}, described: map[string]bool{}, sound: true}
	if issuer, ok := doc["issuer"].(map[string]any); ok {
		c.issuer, _ = issuer["id"].(string)
	}
	c.node(doc, "_:")
	return c.said, c.sound
}

type claimed struct {
	said      map[string]bool
	described map[string]bool // ids of parts of which something is said
	issuer    string          // who may be described twice: as who signs, and as who thought of it
	sound     bool
}

// identified judges the id of a part. One that is no whole address says nothing once it is
// signed, one that begins like a place could pass for another part, and a part of which
// something is said in two places could hide it in the second.
func (c *claimed) identified(node map[string]any) {
	id, there := node["id"]
	if !there {
		return
	}
	s, _ := id.(string)
	if !ld.IsAbsoluteIri(s) || strings.HasPrefix(s, "_:") || c.described[s] && s != c.issuer && len(node) > 1 {
		c.sound = false
	}
	if len(node) > 1 {
		c.described[s] = true
	}
}

func (c *claimed) node(node map[string]any, path string) {
	c.identified(node)
	of := named(node, path)
	for word, value := range node {
		if word == "@context" || word == "id" {
			continue
		}
		list, many := value.([]any)
		if !many {
			list = []any{value}
		}
		if word == "allowedValue" { // the one word whose values have an order: a chain, two statements for each
			c.said[of+" "+word] = true
			for i, v := range list {
				_, plain := v.(string)
				c.sound = c.sound && plain
				c.said[fmt.Sprint(of, " ", word, " first ", i)], c.said[fmt.Sprint(of, " ", word, " rest ", i)] = true, true
			}
			continue
		}
		for i, v := range list {
			c.value(of, word, v, fmt.Sprint(path, "/", word, "/", i))
		}
	}
}

func (c *claimed) value(of, word string, v any, path string) {
	part, ok := v.(map[string]any)
	if _, literal := part["@value"]; !ok || literal {
		if word == "type" && v == "AchievementCredential" {
			v = "OpenBadgeCredential" // two names of one thing
		}
		c.said[fmt.Sprintf("%s %s = %T %v", of, word, v, v)] = true
		return
	}
	c.said[of+" "+word+" "+named(part, path)] = true
	c.node(part, path)
}

// named gives by what a part is known: its id, else its place.
func named(node map[string]any, path string) string {
	if id, ok := node["id"].(string); ok {
		return id
	}
	return path
}
