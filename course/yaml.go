package course

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// unmarshal reads one document of YAML strictly: unknown fields, keys that come twice,
// aliases, anchors, merges and tags are refused, so that a file means what it says and
// can't grow.
func unmarshal(text string, into any) (Reason, string) {
	var root yaml.Node
	in := yaml.NewDecoder(strings.NewReader(text))
	if err := in.Decode(&root); err != nil {
		if errors.Is(err, io.EOF) {
			return BadYAML, "it is empty"
		}
		return BadYAML, plainly(err)
	}
	if err := in.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return BadYAML, "it has more than one document"
	}
	if why, detail := simple(&root, 0); why != "" {
		return why, detail
	}
	in = yaml.NewDecoder(strings.NewReader(text))
	in.KnownFields(true)
	if err := in.Decode(into); err != nil {
		return BadYAML, plainly(err)
	}
	return "", ""
}

// pieces counts, and not too few, of how many lists, maps and words a YAML may be made.
func pieces(text string) (n int) {
	for _, mark := range []string{"\n", ",", "[", "{", ": ", "- "} {
		n += strings.Count(text, mark)
	}
	return n
}

// simple refuses what makes YAML more than lists, maps and words.
func simple(n *yaml.Node, depth int) (Reason, string) {
	at := "line " + itoa(n.Line)
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 || n.Tag == "!!merge":
		return Alias, at
	case depth > maxYAMLDepth:
		return BadYAML, at + ": too deep"
	}
	for _, c := range n.Content {
		if why, detail := simple(c, depth+1); why != "" {
			return why, detail
		}
	}
	return "", ""
}

var ofType = regexp.MustCompile(` (in|into) (type )?[A-Za-z_.\[\]*]+`)

// plainly says an error of YAML without Go's names.
func plainly(err error) string {
	const longest = 300
	s := strings.TrimPrefix(err.Error(), "yaml: ")
	s = strings.TrimPrefix(s, "unmarshal errors:\n")
	s = ofType.ReplaceAllString(s, "")
	s = strings.ReplaceAll(strings.TrimSpace(s), "\n  ", "; ")
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "") + "…"
	}
	return s
}

// marshal writes YAML as unmarshal reads it.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	out := yaml.NewEncoder(&b)
	out.SetIndent(2)
	if err := errors.Join(out.Encode(v), out.Close()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
