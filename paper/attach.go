package paper

import (
	"fmt"
	"strings"
)

// attachment is a file within the paper.
type attachment struct {
	name, kind string
	content    []byte
}

// Attach puts a file into the paper, which readers list beside its pages and save. Its
// name is of ASCII; kind is its media type.
func (p *Paper) Attach(name, kind string, content []byte) {
	p.attached = append(p.attached, attachment{name, kind, content})
}

// attachments writes the files, and gives what the catalogue says of them.
func (p *Paper) attachments() string {
	if len(p.attached) == 0 {
		return ""
	}
	var names, all strings.Builder
	for _, a := range p.attached {
		file := p.file.stream(fmt.Sprintf("/Type/EmbeddedFile/Subtype/%s/Params<</Size %d>>", strings.ReplaceAll(a.kind, "/", "#2F"), len(a.content)), a.content, false)
		spec := p.file.add(fmt.Sprintf("<</Type/Filespec/F%s/UF%s/AFRelationship/Data/EF<</F %d 0 R>>>>", literal(a.name), words(a.name), file))
		fmt.Fprintf(&names, "%s %d 0 R", literal(a.name), spec)
		fmt.Fprintf(&all, "%d 0 R ", spec)
	}
	return fmt.Sprintf("/Names<</EmbeddedFiles<</Names[%s]>>>>/AF[%s]", names.String(), all.String())
}
